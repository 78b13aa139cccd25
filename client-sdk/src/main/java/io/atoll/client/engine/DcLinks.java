package io.atoll.client.engine;

import io.atoll.resilience.LatencyHistogram;
import io.atoll.wire.ClusterView;
import io.atoll.wire.LevelCode;
import java.util.List;

/** What one loop of the client knows of one DC: its nodes, and how long requests take there. */
final class DcLinks {
  private static final int KINDS_OF_LEVELS = LevelCode.ALL + 2;
  private static final long UNKNOWN_SLOW_NANOS = 100_000_000L;
  private static final int ENOUGH_SAMPLES = 64;
  private static final int RECOUNT_AFTER = 128;
  private static final int MOST_SAMPLES = 8_192;

  final String name;
  private final EngineSettings.Repeats repeats;
  private final LatencyHistogram[][] latencies =
      new LatencyHistogram[EngineStats.Operation.values().length][KINDS_OF_LEVELS];
  private List<NodeLink> nodes = List.of();
  private ClusterView.DcClaim claim;

  DcLinks(String name, EngineSettings.Repeats repeats) {
    this.name = name;
    this.repeats = repeats;
  }

  /**
   * It consists of these now.
   *
   * @param holdings who of all members holds what here; null when nobody does
   */
  void have(List<NodeLink> members, ClusterView.DcClaim holdings) {
    nodes = List.copyOf(members);
    claim = holdings;
  }

  /** How many replicas of an arc of a keyspace are here. */
  int factor(ClusterView.KeyspaceView keyspace) {
    return claim == null ? 0 : keyspace.replication().getOrDefault(name, 0);
  }

  /** The index, among all members, of the replica of an arc at a place of the list. */
  int replica(int partition, int place) {
    return claim.nodes()[partition * claim.depth() + place];
  }

  List<NodeLink> nodes() {
    return nodes;
  }

  boolean isOpen() {
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).isOpen()) {
        return true;
      }
    }
    return false;
  }

  boolean isHopeful() {
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).isHopeful()) {
        return true;
      }
    }
    return false;
  }

  /** How far away it is; the largest number while that is unknown. */
  long distanceNanos() {
    long least = Long.MAX_VALUE;
    for (NodeLink node : nodes) {
      least = Math.min(least, node.handshakeNanos());
    }
    return least;
  }

  /** A request took so long. */
  void took(Call call, long nanos) {
    LatencyHistogram[] ofOperation = latencies[call.operation().ordinal()];
    int kind = kindOf(call.level);
    if (ofOperation[kind] == null) {
      ofOperation[kind] =
          new LatencyHistogram(
              repeats.hedgePercentile(), ENOUGH_SAMPLES, RECOUNT_AFTER, MOST_SAMPLES);
    }
    ofOperation[kind].add(nanos);
  }

  /** After how long a request is slow, for its operation and its level. */
  long slowNanos(Call call) {
    LatencyHistogram histogram = latencies[call.operation().ordinal()][kindOf(call.level)];
    long measured =
        histogram == null ? UNKNOWN_SLOW_NANOS : histogram.quantileNanos(UNKNOWN_SLOW_NANOS);
    return Math.max(measured, repeats.hedgeFloorMs() * 1_000_000L);
  }

  /** Old latencies count half. */
  void fade() {
    for (LatencyHistogram[] ofOperation : latencies) {
      for (LatencyHistogram histogram : ofOperation) {
        if (histogram != null) {
          histogram.fade();
        }
      }
    }
  }

  private static int kindOf(int level) {
    return Math.min(level, KINDS_OF_LEVELS - 1);
  }
}
