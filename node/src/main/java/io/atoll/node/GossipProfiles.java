package io.atoll.node;

import io.atoll.membership.GossipSettings;
import io.atoll.node.config.NodeConfig;

/** The timings of gossip behind the names that a configuration knows. */
final class GossipProfiles {
  private GossipProfiles() {}

  static GossipSettings of(NodeConfig.Timing timing) {
    GossipSettings usual = GossipSettings.DEFAULT;
    return switch (timing) {
      case NORMAL -> usual;
      case LOCAL -> with(usual.lan(), usual.lan());
      case PATIENT -> with(usual.wan(), usual.wan());
    };
  }

  private static GossipSettings with(GossipSettings.Timing lan, GossipSettings.Timing wan) {
    GossipSettings usual = GossipSettings.DEFAULT;
    return new GossipSettings(
        usual.tickMs(),
        lan,
        wan,
        usual.gossipEveryMs(),
        usual.gossipFanout(),
        usual.digestEveryMs(),
        usual.remoteShare(),
        usual.helpers(),
        usual.confirmations(),
        usual.retransmitFactor(),
        usual.reconnectsPerSecond(),
        usual.pauseMs());
  }
}
