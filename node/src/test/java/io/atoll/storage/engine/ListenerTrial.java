package io.atoll.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.repair.ArcSketches;
import io.atoll.repair.sketch.Sketch;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.ring.Partitions;
import io.atoll.ring.TokenRange;
import io.atoll.service.SketchedShard;
import io.atoll.sim.SimDisk;
import io.atoll.sim.SimDisk.Operation.Kind;
import io.atoll.storage.Durability;
import io.atoll.storage.RangeIngest;
import io.atoll.storage.ScanRange;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.compaction.CompactionSettings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * An engine with a {@link ShardMirror} and sketches for each shard, to which anything happens by
 * chance. After each step, they have to be what scans show. Some starts are without any listener.
 */
final class ListenerTrial {
  private static final int SHARDS = 2;
  private static final int TOKENS = 8;

  /** Values of this length are given up by compaction. */
  private static final int GIVEN_UP = 3;

  private static final StorageSettings SETTINGS = settings();

  final List<String> told = new ArrayList<>();
  private final SplittableRandom random;
  private final SimDisk disk = new SimDisk("disk");
  private TestNode node;
  private List<SketchedMirror> mirrors;
  private int version;

  private static StorageSettings settings() {
    CompactionSettings shape = StorageModelTest.SETTINGS.compaction();
    return StorageModelTest.SETTINGS.with(
        new CompactionSettings(
            shape.shape(),
            shape.sizes(),
            shape.arcs(),
            shape.bottomCompression(),
            (id, token, segment, key, keyLength, value, valueLength) -> valueLength != GIVEN_UP));
  }

  ListenerTrial(long seed) {
    random = new SplittableRandom(seed);
    open();
  }

  private void open() {
    if (random.nextInt(8) == 0) {
      openUnheard();
    }
    mirrors = new ArrayList<>();
    node =
        TestNode.starting(
            disk,
            TestNode.OWNER,
            SETTINGS,
            2,
            random.split(),
            shard -> {
              mirrors.add(new SketchedMirror(disk, shard, () -> node.engine().shard(shard)));
              return mirrors.getLast();
            });
    node.run();
    node.engine();
    for (int shard = 0; shard < SHARDS; shard++) {
      mirrors.get(shard).started(node, shard);
    }
    check();
  }

  /** A run of which nobody keeps an account. */
  private void openUnheard() {
    mirrors = List.of();
    node = TestNode.starting(disk, TestNode.OWNER, SETTINGS, 2, random.split());
    node.run();
    for (int i = random.nextInt(20); i > 0; i--) {
      int shard = random.nextInt(SHARDS);
      switch (random.nextInt(6)) {
        case 0 -> ingest(shard);
        case 1 -> drop(shard);
        case 2 -> node.on(shard, () -> node.engine().shard(shard).flush());
        default -> put(shard);
      }
      node.run();
    }
    disk.crash(random.split());
  }

  private void reopen() {
    mirrors.forEach(each -> told.addAll(each.mirror.told));
    disk.script(null);
    open();
  }

  void step() {
    int shard = random.nextInt(SHARDS);
    switch (random.nextInt(24)) {
      case 0, 1, 2, 3, 4, 5 -> update(shard);
      case 6, 7, 8, 9 -> put(shard);
      case 10 -> drop(shard);
      case 11 -> ingest(shard);
      case 12, 13, 14, 15, 16 -> {
        for (int i = random.nextInt(30); i > 0; i--) {
          node.step();
        }
      }
      case 17 -> node.on(shard, () -> node.engine().shard(shard).flush());
      case 18 -> node.pass(100);
      case 19 -> {
        int[] reads = {0};
        boolean slow = random.nextBoolean();
        disk.answersNow(() -> !slow || ++reads[0] % 2 == 0);
      }
      case 20 -> failLog();
      case 21 -> settle();
      case 22 -> crash();
      default -> {
        settle();
        node.close();
        reopen();
      }
    }
    check();
  }

  /**
   * Changes of every kind, the same for the same seed, until the node dies in an operation of the
   * disk; then power fails, and the next start is looked at.
   *
   * @param operation counted from here
   * @return whether it came to that
   */
  boolean dieAt(long operation) {
    disk.script(SimDisk.Script.crashAt(disk.operations() + operation));
    boolean died = false;
    for (int i = 0; i < 40 && !died; i++) {
      int shard = random.nextInt(SHARDS);
      switch (random.nextInt(8)) {
        case 0 -> drop(shard);
        case 1 -> ingest(shard);
        case 2 -> node.on(shard, () -> node.engine().shard(shard).flush());
        case 3, 4 -> update(shard);
        default -> put(shard);
      }
      if (i % 3 == 0) {
        node.pass(10);
      }
      died = node.isDead();
    }
    disk.script(null);
    disk.crash(random.split());
    reopen();
    finish();
    return died;
  }

  /** Lets everything come to its end, and compares for the last time. */
  void finish() {
    settle();
    check();
    mirrors.forEach(each -> told.addAll(each.mirror.told));
  }

  private void settle() {
    disk.answersNow(() -> true);
    node.pass(2_000);
    node.pass(2_000);
    for (SketchedMirror each : mirrors) {
      assertThat(each.mirror.isSettled()).isTrue();
      assertThat(each.sketches.unknownArcs()).isZero();
    }
  }

  private void failLog() {
    disk.script(SimDisk.Script.failAll(random.nextBoolean() ? Kind.SYNC : Kind.WRITE));
    for (int i = random.nextInt(5); i > 0; i--) {
      update(random.nextInt(SHARDS));
      put(random.nextInt(SHARDS));
      for (int tasks = random.nextInt(10); tasks > 0; tasks--) {
        node.step();
      }
      check();
    }
    if (random.nextBoolean()) {
      node.run();
      check();
    }
    disk.script(null);
    if (random.nextBoolean()) {
      node.pass(1_000);
    }
  }

  private void crash() {
    if (random.nextBoolean()) {
      disk.script(SimDisk.Script.crashAt(disk.operations() + 1 + random.nextInt(40)));
      node.run();
    }
    disk.crash(random.split());
    reopen();
  }

  private StorageKey key() {
    byte[] key = {(byte) ('a' + random.nextInt(2))};
    return new StorageKey(1 + random.nextInt(2), token(random.nextInt(TOKENS)), key);
  }

  /** Both ends of the ring are among them. */
  private static long token(int place) {
    return place == TOKENS - 1 ? -1 : (long) place << 61;
  }

  private byte[] value() {
    if (random.nextInt(5) == 0) {
      return null;
    }
    byte[] value = new byte[random.nextInt(3) == 0 ? GIVEN_UP : random.nextInt(200)];
    Arrays.fill(value, (byte) ++version);
    return value;
  }

  private Durability durability() {
    return random.nextBoolean() ? Durability.SYNCED : Durability.BUFFERED;
  }

  private void update(int shard) {
    StorageKey key = key();
    byte[] value = value();
    node.on(shard, () -> node.engine().shard(shard).update(key, durability(), before -> value));
  }

  private void put(int shard) {
    StorageKey key = key();
    node.on(shard, () -> node.engine().shard(shard).put(key, durability(), value()));
  }

  private TokenRange tokens() {
    int first = random.nextInt(TOKENS);
    return TokenRange.closed(
        token(first), token(Math.min(TOKENS - 1, first + random.nextInt(TOKENS / 2))));
  }

  private void drop(int shard) {
    int keyspaceId = 1 + random.nextInt(2);
    node.on(shard, () -> node.engine().shard(shard).dropRange(keyspaceId, tokens()));
  }

  private void ingest(int shard) {
    int keyspaceId = 1 + random.nextInt(2);
    TokenRange tokens = tokens();
    if (random.nextBoolean()) {
      node.on(shard, () -> node.engine().shard(shard).dropRange(keyspaceId, tokens));
    }
    List<RangeIngest.Entry> entries = new ArrayList<>();
    for (int place = 0; place < TOKENS; place++) {
      if (tokens.contains(token(place)) && random.nextBoolean()) {
        byte[] value = new byte[random.nextInt(20)];
        entries.add(new RangeIngest.Entry(token(place), new byte[] {'a'}, value));
      }
    }
    node.on(
        shard,
        () -> {
          RangeIngest ingest = node.engine().shard(shard).ingest(keyspaceId, tokens);
          ingest.add(entries);
          return ingest.finish();
        });
  }

  /** Compares with scans that need no wait: others end when something else may have happened. */
  private void check() {
    for (int shard = 0; shard < SHARDS; shard++) {
      ShardMirror mirror = mirrors.get(shard).mirror;
      assertThat(mirror.lost).isEmpty();
      if (!mirror.isSettled()) {
        continue;
      }
      Map<StorageKey, byte[]> known = new TreeMap<>(mirror.content);
      Map<StorageKey, byte[]> shown = new TreeMap<>();
      if (scan(shard, 1, shown).isComplete() && scan(shard, 2, shown).isComplete()) {
        assertThat(shown.keySet()).isEqualTo(known.keySet());
        shown.forEach((key, value) -> assertThat(value).as("%s", key).isEqualTo(known.get(key)));
        check(mirrors.get(shard).sketches, shown);
      }
    }
  }

  private static void check(SketchedShard sketches, Map<StorageKey, byte[]> shown) {
    for (int keyspaceId = 1; keyspaceId <= 2; keyspaceId++) {
      for (int arc = 0; arc < SketchedMirror.ARCS; arc++) {
        Sketch sketch = sketches.sketch(keyspaceId, arc);
        if (sketch != null) {
          Sketch scanned = scanned(keyspaceId, arc, shown);
          scanned.subtract(sketch);
          assertThat(scanned.isZero()).as("arc %d of keyspace %d", arc, keyspaceId).isTrue();
        }
      }
    }
  }

  private static Sketch scanned(int keyspaceId, int arc, Map<StorageKey, byte[]> shown) {
    Sketch sketch = new Sketch(SketchedMirror.KEY, ArcSketches.CAPACITY);
    shown.forEach(
        (key, value) -> {
          if (key.keyspaceId() == keyspaceId
              && Partitions.of(key.token(), SketchedMirror.ARCS) == arc) {
            long weight = SketchedMirror.KEY.weight(key.key(), value, 0, value.length);
            sketch.change(key.token(), SketchKey.NO_WEIGHT, weight);
          }
        });
    return sketch;
  }

  private Future<StorageKey> scan(int shard, int keyspaceId, Map<StorageKey, byte[]> shown) {
    return node.on(
        shard,
        () ->
            node.engine()
                .shard(shard)
                .scan(
                    ScanRange.all(keyspaceId),
                    (token, key, value) -> {
                      shown.put(new StorageKey(keyspaceId, token, key), value);
                      return true;
                    }));
  }
}
