package io.atoll.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.TokenRange;
import io.atoll.sim.SimDisk;
import io.atoll.storage.Durability;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageSettings;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A disk, a node on it that dies now and then, and what may be found there afterwards: per key,
 * what is certain to have survived and everything that was attempted since, oldest first.
 */
final class CrashTrial {
  static final int SHARDS = 2;

  final SimDisk disk = new SimDisk("disk");
  TestNode node;
  private final StorageSettings settings;
  private final RandomGenerator random;
  private final Map<StorageKey, History> histories = new TreeMap<>();

  /** Acknowledged, but perhaps only in the memory of the operating system. */
  private final List<Settlement> unsynced = new ArrayList<>();

  private final List<Snapshot> snapshots = new ArrayList<>();
  private int generation;
  private int attempts;

  /** A key's possible values. */
  private static final class History {
    final List<byte[]> values = new ArrayList<>(Collections.singletonList(null));

    /** Acknowledged: nothing older than the value at a position may be found. */
    void settle(int position) {
      byte[] value = values.get(position);
      for (int i = 0; i < position; i++) {
        values.set(i, value);
      }
    }

    int attempt(byte[] value) {
      values.add(value);
      return values.size() - 1;
    }
  }

  private record Settlement(History history, int position, int shard, int attempt) {}

  /** What a snapshot may hold. */
  private static final class Snapshot {
    final String name;
    final Map<StorageKey, List<byte[]>> allowed = new HashMap<>();
    boolean open = true;
    boolean acknowledged;

    Snapshot(String name) {
      this.name = name;
    }
  }

  /**
   * @param random decides the order of tasks and what a power loss leaves
   */
  CrashTrial(StorageSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  static int shardOf(int number) {
    return number % SHARDS;
  }

  /** Keys of one shard are spread over the ring. */
  static StorageKey key(int number) {
    return StorageEngineTest.key(1 + number / SHARDS % 2, number * (Long.MIN_VALUE >>> 4));
  }

  /** Opens; false when the node died or the disk failed. */
  boolean open() {
    node = TestNode.starting(disk, TestNode.OWNER, settings, 2, random);
    node.run();
    if (!node.opening().succeeded()) {
      return false;
    }
    assertThat(node.engine().generation()).isGreaterThanOrEqualTo(generation);
    generation = node.engine().generation();
    return true;
  }

  void write(int number) {
    attempt(number, ByteBuffer.allocate(60).putInt(++attempts).array(), Durability.SYNCED);
  }

  void writeBuffered(int number) {
    attempt(number, ByteBuffer.allocate(60).putInt(++attempts).array(), Durability.BUFFERED);
  }

  void remove(int number) {
    attempts++;
    attempt(number, null, Durability.SYNCED);
  }

  private void attempt(int number, byte[] value, Durability durability) {
    int shard = shardOf(number);
    StorageKey key = key(number);
    History history = histories.computeIfAbsent(key, k -> new History());
    int position = history.attempt(value);
    int attempt = attempts;
    for (Snapshot snapshot : snapshots) {
      if (snapshot.open) {
        snapshot
            .allowed
            .computeIfAbsent(key, k -> new ArrayList<>(Collections.singletonList(null)))
            .add(value);
      }
    }
    TestNode writer = node;
    Future<byte[]> written =
        writer.living(
            () -> writer.on(shard, () -> writer.engine().shard(shard).put(key, durability, value)));
    written.onSuccess(
        done -> {
          assertThat(writer.isDead()).isFalse();
          Settlement settlement = new Settlement(history, position, shard, attempt);
          if (durability == Durability.BUFFERED) {
            unsynced.add(settlement);
          } else {
            settle(settlement);
            settleUnsynced(each -> each.attempt < attempt);
          }
        });
  }

  /** Drops half of the ring of a keyspace of a shard. */
  void drop(int shard, int keyspaceId) {
    attempts++;
    List<Settlement> settlements = new ArrayList<>();
    for (Map.Entry<StorageKey, History> entry : histories.entrySet()) {
      StorageKey key = entry.getKey();
      if (key.keyspaceId() == keyspaceId && key.token() >= 0 && shard == shardOf(numberOf(key))) {
        int position = entry.getValue().attempt(null);
        settlements.add(new Settlement(entry.getValue(), position, shard, attempts));
        snapshots.stream()
            .filter(snapshot -> snapshot.open)
            .forEach(snapshot -> snapshot.allowed.get(key).add(null));
      }
    }
    TestNode writer = node;
    writer
        .living(
            () ->
                writer.on(
                    shard,
                    () ->
                        writer
                            .engine()
                            .shard(shard)
                            .dropRange(keyspaceId, new TokenRange(0, Long.MIN_VALUE))))
        .onSuccess(done -> settlements.forEach(CrashTrial::settle));
  }

  private static int numberOf(StorageKey key) {
    return (int) Long.divideUnsigned(key.token(), Long.MIN_VALUE >>> 4);
  }

  /** What is flushed is durable, however it was acknowledged. */
  void flush(int shard) {
    List<Settlement> covered = unsynced.stream().filter(each -> each.shard == shard).toList();
    TestNode writer = node;
    writer
        .living(() -> writer.on(shard, () -> writer.engine().shard(shard).flush()))
        .onSuccess(done -> settleUnsynced(covered::contains));
  }

  void snapshot() {
    Snapshot snapshot = new Snapshot("s" + ++attempts);
    histories.forEach((key, history) -> snapshot.allowed.put(key, new ArrayList<>(history.values)));
    snapshots.add(snapshot);
    TestNode writer = node;
    writer
        .living(() -> writer.engine().snapshot(snapshot.name))
        .onComplete(
            done -> {
              snapshot.open = false;
              snapshot.acknowledged = done.succeeded();
            });
  }

  /**
   * The process dies with what is under way unanswered; the system lives. While the log fails, what
   * was buffered is only in memory: a new segment's header may cut it off before it is in there.
   */
  void kill() {
    boolean logFails = node.opening().succeeded() && node.log().failure() != null;
    settleUnsynced(each -> !logFails);
    unsynced.clear();
    disk.kill();
    disk.script(null);
    endSnapshots();
  }

  void powerLoss() {
    unsynced.clear();
    disk.crash(random);
    disk.script(null);
    endSnapshots();
  }

  private void endSnapshots() {
    snapshots.forEach(snapshot -> snapshot.open = false);
  }

  void openAndCheck() {
    int before = generation;
    boolean opened = open();
    assertThat(node.opening().cause()).isNull();
    assertThat(opened).isTrue();
    assertThat(generation).isGreaterThanOrEqualTo(Math.max(1, before));
    histories.forEach(
        (key, history) -> {
          byte[] value = read(node, key);
          assertFound(key, value, history.values);
          history.values.clear();
          history.values.add(value);
        });
    snapshots.forEach(this::check);
    snapshots.clear();
  }

  private void check(Snapshot snapshot) {
    boolean there = SnapshotCopy.isThere(disk, snapshot.name);
    if (snapshot.acknowledged) {
      assertThat(there).isTrue();
    }
    if (there) {
      TestNode opened = TestNode.open(SnapshotCopy.of(disk, snapshot.name, SHARDS), settings);
      snapshot.allowed.forEach((key, values) -> assertFound(key, read(opened, key), values));
    }
  }

  private static byte[] read(TestNode node, StorageKey key) {
    Future<byte[]> found = node.get(shardOf(numberOf(key)), key);
    node.run();
    assertThat(found.cause()).isNull();
    assertThat(found.isComplete()).isTrue();
    return found.result();
  }

  private static void assertFound(StorageKey key, byte[] value, List<byte[]> possible) {
    assertThat(possible)
        .as("what may be found at %s, where %s is", key, Arrays.toString(value))
        .anyMatch(each -> Arrays.equals(each, value));
  }

  private static void settle(Settlement settlement) {
    if (settlement.position < settlement.history.values.size()) {
      settlement.history.settle(settlement.position);
    }
  }

  private void settleUnsynced(java.util.function.Predicate<Settlement> which) {
    List<Settlement> settled = unsynced.stream().filter(which).toList();
    settled.forEach(CrashTrial::settle);
    unsynced.removeAll(settled);
  }
}
