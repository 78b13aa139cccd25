package io.atoll.client.engine;

import io.atoll.wire.ClusterView;
import io.atoll.wire.LevelCode;
import java.util.List;

/** What one loop of the client knows of one DC: its nodes, and how long reads take there. */
final class DcLinks {
  private static final int KINDS_OF_LEVELS = LevelCode.ALL + 2;
  private static final long UNKNOWN_HEDGE_NANOS = 100_000_000L;

  final String name;
  private final EngineSettings.Repeats repeats;
  private final LatencyHistogram[] reads = new LatencyHistogram[KINDS_OF_LEVELS];
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

  /** How far away it is; the largest number while nobody knows. */
  long distanceNanos() {
    long least = Long.MAX_VALUE;
    for (NodeLink node : nodes) {
      least = Math.min(least, node.handshakeNanos());
    }
    return least;
  }

  /** A read of a level took so long. */
  void readTook(int level, long nanos) {
    int kind = kindOf(level);
    if (reads[kind] == null) {
      reads[kind] = new LatencyHistogram(repeats.hedgePercentile());
    }
    reads[kind].add(nanos);
  }

  /** After how long a read of a level is slow. */
  long slowReadNanos(int level) {
    LatencyHistogram histogram = reads[kindOf(level)];
    long measured = histogram == null ? -1 : histogram.percentileNanos();
    return Math.max(
        measured < 0 ? UNKNOWN_HEDGE_NANOS : measured, repeats.hedgeFloorMs() * 1_000_000L);
  }

  /** Old latencies count half. */
  void fade() {
    for (LatencyHistogram histogram : reads) {
      if (histogram != null) {
        histogram.fade();
      }
    }
  }

  private static int kindOf(int level) {
    return Math.min(level, KINDS_OF_LEVELS - 1);
  }
}
