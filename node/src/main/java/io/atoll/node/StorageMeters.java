package io.atoll.node;

import io.atoll.storage.StorageStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** Shows what the storage engine counts as meters; docs/metrics.md says what each means. */
final class StorageMeters {
  private static final String PREFIX = "atoll.storage.";

  private final MeterRegistry registry;

  StorageMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** The node is held weakly: meters of a node that is gone stand still. */
  void bind(Node node) {
    state(node);
    work(node);
  }

  private void state(Node node) {
    gauge(node, "keys", "Keys held", s -> s.shards().keys());
    gauge(
        node,
        "content.bytes",
        "Bytes of those keys and their states",
        s -> s.shards().contentBytes());
    gauge(
        node,
        "memtable.bytes",
        "Memory of writes that are in no table yet",
        s -> s.shards().memtableBytes());
    gauge(
        node,
        "memtables.full",
        "Memtables that wait to be flushed",
        s -> s.shards().fullMemtables());
    gauge(node, "tables", "Sorted tables", s -> s.shards().tables());
    gauge(node, "table.bytes", "Bytes of their files", s -> s.shards().tableBytes());
    gauge(node, "index.bytes", "Memory of indexes and filters", s -> s.shards().indexBytes());
    gauge(
        node,
        "read.depth",
        "Tables that a read meets in the worst place",
        s -> s.shards().readDepth());
    gauge(
        node,
        "compaction.debt.bytes",
        "Bytes that compaction has still to rewrite",
        s -> s.shards().debtBytes());
    gauge(node, "cache.bytes", "Memory of cached blocks", s -> s.shards().cacheBytes());
    gauge(
        node,
        "missing.ranges",
        "Ranges in which states may be missing because of damage",
        s -> s.shards().missingRanges());
    gauge(
        node,
        "background.failing",
        "Shards whose flush, manifest or compaction fails",
        s -> s.shards().backgroundFailures());
    gauge(node, "log.segments", "Segments of the commit log", s -> s.log().segments());
    gauge(node, "log.held.bytes", "Bytes that a start would read", s -> s.log().heldBytes());
    gauge(node, "log.queue", "Writes that wait for the log", s -> s.queuedWrites());
    gauge(node, "log.sync.max.seconds", "Longest sync of the log", s -> s.log().maxSyncNs() / 1e9);
    gauge(
        node, "log.batch.max", "Writes in the largest group commit", s -> s.log().maxFrameWrites());
    gauge(node, "read.queue", "Reads that wait for a read worker", s -> s.queuedReads());
    gauge(node, "read.only", "1 while writes are refused", s -> s.readOnly() == null ? 0 : 1);
  }

  private void work(Node node) {
    counter(node, "writes", "Changes acknowledged", s -> s.log().writes());
    counter(
        node,
        "writes.buffered",
        "Changes acknowledged before their sync",
        s -> s.log().bufferedWrites());
    counter(
        node,
        "writes.delayed",
        "Writes answered later to slow writers down",
        s -> s.shards().delayedWrites());
    counter(node, "log.batches", "Group commits", s -> s.log().frames());
    counter(node, "syncs", "Successful syncs of the commit log", s -> s.log().syncs());
    counter(node, "log.sync.seconds", "Time in those syncs", s -> s.log().syncNs() / 1e9);
    counter(node, "log.bytes", "Bytes appended to the commit log", s -> s.log().bytes());
    counter(
        node, "log.failures", "Failed writes and syncs of the commit log", s -> s.log().failures());
    counter(
        node,
        "log.recycled",
        "Segments made of the files of older ones",
        s -> s.log().recycledSegments());
    counter(node, "cache.hits", "Blocks found in the block cache", s -> s.shards().cacheHits());
    counter(
        node, "cache.misses", "Blocks not found in the block cache", s -> s.shards().cacheMisses());
    counter(
        node,
        "page.cache.reads",
        "Blocks that a loop read from the page cache",
        s -> s.shards().pageCacheReads());
    counter(
        node, "waited.reads", "Reads that waited for a read worker", s -> s.shards().waitedReads());
    counter(node, "flushes", "Memtables that became tables", s -> s.shards().flushes());
    counter(
        node,
        "flushed.bytes",
        "Bytes of tables written by flushes",
        s -> s.shards().flushedBytes());
    counter(node, "compactions", "Finished compactions", s -> s.shards().compactions());
    counter(
        node,
        "compaction.read.bytes",
        "Bytes of tables read by compaction",
        s -> s.shards().compactionReadBytes());
    counter(
        node,
        "compaction.written.bytes",
        "Bytes of tables written by compaction",
        s -> s.shards().compactionWrittenBytes());
    counter(node, "damages", "Damaged blocks met", s -> s.shards().damages());
  }

  private void gauge(
      Node node, String name, String description, ToDoubleFunction<StorageStats> value) {
    Gauge.builder(PREFIX + name, node, n -> value.applyAsDouble(n.storageStats()))
        .description(description)
        .register(registry);
  }

  private void counter(
      Node node, String name, String description, ToDoubleFunction<StorageStats> value) {
    FunctionCounter.builder(PREFIX + name, node, n -> value.applyAsDouble(n.storageStats()))
        .description(description)
        .register(registry);
  }
}
