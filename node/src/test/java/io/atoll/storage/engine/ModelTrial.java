package io.atoll.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.sim.SimDisk;
import io.atoll.storage.RangeEstimate;
import io.atoll.storage.RangeIngest;
import io.atoll.storage.RangeIngest.Entry;
import io.atoll.storage.ScanRange;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.StorageShard;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** An engine and the sorted maps that it has to be like, one for each shard. */
final class ModelTrial {
  private static final int SHARDS = 2;

  /** In memory, with all that belongs to it. */
  private static final long MOST_BYTES_OF_A_WRITE = 300;

  private final StorageSettings settings;
  private final RandomGenerator random;
  private final SimDisk disk = new SimDisk("disk");
  private final List<TreeMap<StorageKey, byte[]>> model = List.of(new TreeMap<>(), new TreeMap<>());
  private final List<Future<?>> writes = new ArrayList<>();
  private final List<Future<?>> others = new ArrayList<>();
  private final List<Scanning> scans = new ArrayList<>();
  private TestNode node;
  private long puts;
  private int version;
  private int snapshots;

  /** A scan under way: what was there when it began, and what a drop may have taken since. */
  private record Scanning(
      int shard,
      ScanRange range,
      Map<StorageKey, byte[]> expected,
      Set<StorageKey> dropped,
      Map<StorageKey, byte[]> found,
      Future<StorageKey> future) {}

  /**
   * @param random in which order loops and workers run; null: in turn
   */
  ModelTrial(StorageSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
    open();
  }

  void take(ModelStep step) {
    switch (step) {
      case ModelStep.Change change -> change(change);
      case ModelStep.Put put -> put(put);
      case ModelStep.Get get -> get(get);
      case ModelStep.Scan scan -> scan(scan);
      case ModelStep.Estimate estimate -> estimate(estimate);
      case ModelStep.Drop drop -> drop(drop.shard(), drop.range());
      case ModelStep.Ingest ingest -> ingest(ingest);
      case ModelStep.Run run -> {
        for (int i = 0; i < run.tasks(); i++) {
          node.step();
        }
      }
      case ModelStep.Flush flush ->
          others.add(node.on(flush.shard(), () -> shard(flush.shard()).flush()));
      case ModelStep.Settle settle -> {
        complete();
        node.settle();
      }
      case ModelStep.SlowDisk slow -> slowDisk(slow.pageCache());
      case ModelStep.Snapshot snapshot -> snapshot();
      case ModelStep.Reopen reopen -> {
        complete();
        node.close();
        open();
      }
      case ModelStep.PowerLoss loss -> {
        complete();
        disk.crash(new SplittableRandom(loss.seed()));
        open();
      }
    }
  }

  /** Lets everything come to its end, and compares all there is. */
  void finish() {
    complete();
    check(node, model);
    assertThat(node.stats().value(StorageMetric.DAMAGES)).isZero();
  }

  /** Bytes of files of tables. */
  long tableBytes() {
    return node.stats().value(StorageMetric.TABLE_BYTES);
  }

  private void open() {
    node = TestNode.starting(disk, TestNode.OWNER, settings, 2, random);
    node.run();
    node.engine();
  }

  private StorageShard shard(int shard) {
    return node.engine().shard(shard);
  }

  /** Runs until all that was asked is answered: what is buffered is synced then, too. */
  private void complete() {
    node.run();
    node.pass(100);
    for (Future<?> write : writes) {
      assertThat(write.isComplete()).isTrue();
      if (write.failed()) {
        assertThat(((StorageException) write.cause()).reason()).isEqualTo(Reason.DROPPED);
      }
    }
    for (Future<?> other : others) {
      assertThat(other.cause()).isNull();
      assertThat(other.succeeded()).isTrue();
    }
    scans.forEach(ModelTrial::check);
    writes.clear();
    others.clear();
    scans.clear();
  }

  private byte[] newValue(Integer lengthBytes) {
    if (lengthBytes == null) {
      return null;
    }
    byte[] value = new byte[lengthBytes];
    Arrays.fill(value, (byte) ++version);
    return value;
  }

  private void change(ModelStep.Change change) {
    byte[] expected = model.get(change.shard()).get(change.key());
    byte[] value = newValue(change.lengthBytes());
    apply(
        change.shard(),
        change.key(),
        value,
        () ->
            shard(change.shard())
                .update(
                    change.key(),
                    change.durability(),
                    before -> {
                      assertThat(before).as("%s", change).isEqualTo(expected);
                      return value;
                    }));
  }

  private void put(ModelStep.Put put) {
    byte[] value = newValue(put.lengthBytes());
    apply(
        put.shard(),
        put.key(),
        value,
        () -> shard(put.shard()).put(put.key(), put.durability(), value));
  }

  /**
   * Does a write; one that is refused because memory is full is done later. One that waits for its
   * key to be read may be refused when that has come, after the map was told of it: so there is
   * always room for all that are under way.
   */
  private void apply(
      int shard, StorageKey key, byte[] value, java.util.function.Supplier<Future<byte[]>> write) {
    long underWayBytes = writes.size() * MOST_BYTES_OF_A_WRITE;
    if (node.stats().value(StorageMetric.MEMTABLE_BYTES) + underWayBytes
        > settings.shards().memtableBytes() - MOST_BYTES_OF_A_WRITE) {
      complete();
    }
    Future<byte[]> written = node.on(shard, write);
    if (written.failed()) {
      assertThat(((StorageException) written.cause()).reason()).isEqualTo(Reason.OVERLOADED);
      complete();
      written = node.on(shard, write);
    }
    writes.add(written);
    puts++;
    if (value == null) {
      model.get(shard).remove(key);
    } else {
      model.get(shard).put(key, value);
    }
  }

  private void get(ModelStep.Get get) {
    byte[] expected = model.get(get.shard()).get(get.key());
    complete();
    Future<byte[]> found = node.on(get.shard(), () -> shard(get.shard()).get(get.key()));
    others.add(found.onSuccess(value -> assertThat(value).isEqualTo(expected)));
  }

  private void scan(ModelStep.Scan scan) {
    complete();
    Map<StorageKey, byte[]> expected = within(scan.shard(), scan.range());
    Map<StorageKey, byte[]> found = new TreeMap<>();
    List<StorageKey> order = new ArrayList<>();
    Future<StorageKey> future =
        node.on(
            scan.shard(),
            () ->
                shard(scan.shard())
                    .scan(
                        scan.range(),
                        (token, key, value) -> {
                          StorageKey shown = new StorageKey(scan.range().keyspaceId(), token, key);
                          assertThat(order.isEmpty() || order.getLast().compareTo(shown) < 0)
                              .isTrue();
                          order.add(shown);
                          found.put(shown, value);
                          return true;
                        }));
    scans.add(new Scanning(scan.shard(), scan.range(), expected, new HashSet<>(), found, future));
  }

  private static void check(Scanning scan) {
    assertThat(scan.future.cause()).isNull();
    assertThat(scan.future.isComplete()).isTrue();
    assertThat(scan.future.result()).isNull();
    Set<StorageKey> missing = new HashSet<>(scan.expected.keySet());
    missing.removeAll(scan.found.keySet());
    assertThat(scan.dropped).as("%s", scan).containsAll(missing);
    scan.found.forEach(
        (key, value) -> assertThat(value).as("%s", key).isEqualTo(scan.expected.get(key)));
  }

  private void estimate(ModelStep.Estimate estimate) {
    ScanRange range = estimate.range();
    complete();
    RangeEstimate part = estimate(estimate.shard(), range);
    RangeEstimate all = estimate(estimate.shard(), ScanRange.all(range.keyspaceId()));
    assertThat(part.entries()).isBetween(0L, all.entries());
    assertThat(part.contentBytes()).isBetween(0L, all.contentBytes());
    assertThat(part.storedBytes()).isBetween(0L, all.storedBytes());
    assertThat(all.entries())
        .isBetween((long) within(estimate.shard(), ScanRange.all(range.keyspaceId())).size(), puts);
    assertThat(all.contentBytes()).isLessThanOrEqualTo(puts * 250);
  }

  private RangeEstimate estimate(int shard, ScanRange range) {
    return node.on(shard, () -> shard(shard).estimate(range.keyspaceId(), range.tokens()));
  }

  private void drop(int shard, ScanRange range) {
    others.add(node.on(shard, () -> shard(shard).dropRange(range.keyspaceId(), range.tokens())));
    Set<StorageKey> gone = within(shard, range).keySet();
    for (Scanning scan : scans) {
      if (scan.shard == shard) {
        scan.expected.keySet().stream().filter(key -> lies(key, range)).forEach(scan.dropped::add);
      }
    }
    model.get(shard).keySet().removeAll(gone);
  }

  /** Whether it was taken in. */
  boolean ingest(ModelStep.Ingest step) {
    complete();
    ScanRange range = step.range();
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < step.entries(); i++) {
      byte[] key = "ingested %02d".formatted(i).getBytes(StandardCharsets.UTF_8);
      entries.add(new Entry(range.tokens().from(), key, newValue(i * 5)));
    }
    boolean empty = within(step.shard(), range).isEmpty();
    RangeIngest ingest =
        node.on(step.shard(), () -> shard(step.shard()).ingest(range.keyspaceId(), range.tokens()));
    Future<Void> added = node.on(step.shard(), () -> ingest.add(entries));
    Future<Void> finished = node.on(step.shard(), ingest::finish);
    node.run();
    assertThat(added.succeeded()).isTrue();
    if (!empty) {
      assertThat(((StorageException) finished.cause()).reason()).isEqualTo(Reason.NOT_EMPTY);
      return false;
    }
    assertThat(finished.cause()).isNull();
    assertThat(finished.succeeded()).isTrue();
    puts += entries.size();
    for (Entry entry : entries) {
      StorageKey key = new StorageKey(range.keyspaceId(), entry.token(), entry.key());
      model.get(step.shard()).put(key, entry.value());
    }
    return true;
  }

  private void slowDisk(ModelStep.PageCache pageCache) {
    int[] reads = {0};
    disk.answersNow(
        switch (pageCache) {
          case ALL -> () -> true;
          case HALF -> () -> reads[0]++ % 2 == 0;
          case NOTHING -> () -> false;
        });
  }

  private void snapshot() {
    complete();
    String name = "snapshot-" + ++snapshots;
    Future<Void> taken = node.engine().snapshot(name);
    node.run();
    assertThat(taken.cause()).isNull();
    assertThat(taken.succeeded()).isTrue();
    SimDisk copy = SnapshotCopy.of(disk, name, SHARDS);
    TestNode opened = TestNode.open(copy, settings);
    check(opened, model);
    assertThat(opened.engine().generation()).isGreaterThan(1 << 20);
  }

  private Map<StorageKey, byte[]> within(int shard, ScanRange range) {
    Map<StorageKey, byte[]> found = new TreeMap<>(model.get(shard));
    found.keySet().removeIf(key -> !lies(key, range));
    return found;
  }

  private static boolean lies(StorageKey key, ScanRange range) {
    return key.keyspaceId() == range.keyspaceId() && range.tokens().contains(key.token());
  }

  private static void check(TestNode node, List<TreeMap<StorageKey, byte[]>> model) {
    for (int shard = 0; shard < SHARDS; shard++) {
      int number = shard;
      for (Map.Entry<StorageKey, byte[]> entry : model.get(shard).entrySet()) {
        Future<byte[]> found = node.get(shard, entry.getKey());
        node.run();
        assertThat(found.result()).as("%s", entry.getKey()).isEqualTo(entry.getValue());
      }
      for (int keyspaceId = 1; keyspaceId <= 2; keyspaceId++) {
        ScanRange all = ScanRange.all(keyspaceId);
        List<StorageKey> keys = new ArrayList<>();
        Future<StorageKey> scan =
            node.on(
                shard,
                () ->
                    node.engine()
                        .shard(number)
                        .scan(
                            all,
                            (token, key, value) ->
                                keys.add(new StorageKey(all.keyspaceId(), token, key))));
        node.run();
        assertThat(scan.succeeded()).isTrue();
        assertThat(keys)
            .isEqualTo(model.get(shard).keySet().stream().filter(key -> lies(key, all)).toList());
      }
    }
  }
}
