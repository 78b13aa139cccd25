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
      case LOCAL -> usual.with(usual.lan(), usual.lan());
      case PATIENT -> usual.with(usual.wan(), usual.wan());
    };
  }
}
