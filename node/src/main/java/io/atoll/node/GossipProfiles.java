package io.atoll.node;

import io.atoll.membership.AnswerDetector;
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

  /** How long a peer may owe an answer. */
  static AnswerDetector.Settings answers(NodeConfig.Timing timing) {
    AnswerDetector.Settings usual = AnswerDetector.Settings.DEFAULT;
    return switch (timing) {
      case NORMAL -> usual;
      case LOCAL -> usual.withSilence(usual.nearSilenceMs(), usual.nearSilenceMs());
      case PATIENT -> usual.withSilence(usual.farSilenceMs(), usual.farSilenceMs());
    };
  }
}
