package io.atoll.chaos.watch;

import io.atoll.node.Node;
import io.atoll.node.NodeLoad;
import io.atoll.service.WaitingWrites;
import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.StorageStats;
import java.util.List;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;

/**
 * Something that fills up in a node, and how far it may.
 *
 * @param value now
 * @param bound the most that it may be on that node, which has written so much
 */
public record Gauge(
    String name, ToLongFunction<Sample> value, ToLongBiFunction<Node, DiskLedger> bound) {
  /** What a node says of itself at one moment. */
  public record Sample(NodeLoad load, StorageStats stats) {}

  /** A call to each of the most replicas that a key can have here, twice: directly and again. */
  private static final int CALLS_PER_REQUEST_AND_MEMBER = 2;

  /** What asks of every member now and then: presence, claims, the topology. */
  private static final int OTHER_CALLS_PER_MEMBER = 4;

  /** What a keyspace in a memtable takes before it has an entry, at most. */
  private static final long MEMTABLE_PART_BYTES = 1_200;

  private static final Gauge PARTS =
      new Gauge(
          "bytes of messages in parts",
          sample -> sample.load().partBytes(),
          (node, disk) -> node.limits().partMemoryBytes());

  private static final Gauge WAITING =
      new Gauge(
          "writes that wait for an incarnation",
          sample -> sample.load().waitingWrites(),
          (node, disk) -> (long) WaitingWrites.MAX * node.env().loops().size());

  /** Everything that has a bound. */
  static final List<Gauge> ALL =
      List.of(
          new Gauge(
              "requests under way",
              sample -> sample.load().requestsUnderWay(),
              Gauge::mostRequests),
          new Gauge(
              "calls to peers",
              sample -> sample.load().pendingPeerCalls(),
              Gauge::mostPendingCalls),
          PARTS,
          WAITING,
          new Gauge(
              "gossip updates to be broadcast",
              sample -> sample.load().gossipUpdates(),
              (node, disk) -> node.topology().members().size()),
          new Gauge(
              "topology changes that wait",
              sample -> sample.load().topologyChanges(),
              (node, disk) -> node.limits().topologyLog().proposals().maxWaiting()),
          new Gauge(
              "hints",
              sample -> sample.load().hints(),
              (node, disk) -> node.limits().hints().maxCount()),
          stored(StorageMetric.MEMTABLE_BYTES, Gauge::mostMemtableBytes),
          stored(StorageMetric.LOG_HELD_BYTES, Gauge::mostLogBytes));

  /** What is never less than nothing: what was reserved is given back once. */
  static final List<Gauge> RESERVED =
      List.of(
          new Gauge(
              "bytes reserved for clients",
              sample -> sample.load().clientBytes(),
              Gauge::unbounded),
          new Gauge(
              "bytes reserved for peers", sample -> sample.load().peerBytes(), Gauge::unbounded));

  /** What there is none of when nothing is asked any more. */
  public static final List<Gauge> EMPTY_AT_REST =
      List.of(PARTS, WAITING, RESERVED.get(0), RESERVED.get(1));

  /** Its value on a node now. */
  public long of(Node node) {
    return value.applyAsLong(new Sample(node.load(), node.storageStats()));
  }

  private static Gauge stored(StorageMetric metric, ToLongBiFunction<Node, DiskLedger> bound) {
    return new Gauge(metric.description(), sample -> sample.stats().value(metric), bound);
  }

  private static long unbounded(Node node, DiskLedger disk) {
    return Long.MAX_VALUE;
  }

  private static long mostRequests(Node node, DiskLedger disk) {
    return (long) node.limits().coordinator().maxInFlight() * node.env().loops().size();
  }

  private static long mostPendingCalls(Node node, DiskLedger disk) {
    long members = node.topology().members().size();
    return mostRequests(node, disk) * members * CALLS_PER_REQUEST_AND_MEMBER
        + members * OTHER_CALLS_PER_MEMBER;
  }

  private static long mostMemtableBytes(Node node, DiskLedger disk) {
    StorageSettings.Shards shards = node.limits().storage().shards();
    // Each keyspace has a part of each memtable, and so have the hints of each target.
    int parts = node.topology().keyspaces().size();
    if (node.limits().hints().on()) {
      parts += node.topology().members().size();
    }
    // What waits for the log counts for more than its entry takes in a memtable, but there chunks
    // count as a whole, with the ends into which no entry fitted: an eighth of them, as a rule. A
    // write is let in for as long as there is room at all, however long it is.
    return shards.memtableBytes()
        + shards.memtableBytes() / 8
        + disk.largestEntryBytes()
        + shards.count() * (shards.chunkBytes() + parts * MEMTABLE_PART_BYTES);
  }

  private static long mostLogBytes(Node node, DiskLedger disk) {
    StorageSettings storage = node.limits().storage();
    return storage.log().maxBytes()
        + 2 * storage.log().segmentBytes()
        + 2 * storage.shards().memtableBytes();
  }
}
