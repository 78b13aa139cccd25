package io.atoll.storage.engine;

import static io.atoll.storage.engine.StorageEngineTest.key;
import static io.atoll.storage.engine.StorageEngineTest.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.env.HandTime;
import io.atoll.repair.ArcSketches;
import io.atoll.repair.sketch.Sketch;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.ring.TokenRange;
import io.atoll.service.SketchedShard;
import io.atoll.sim.SimDisk;
import io.atoll.storage.Durability;
import io.atoll.storage.ShardListener;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageSettings;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Sketches outlive the process; see {@link ListenerTrial} for everything at once. */
class SketchedShardTest {
  private static final StorageSettings SETTINGS =
      TestNode.SETTINGS.with(TestNode.SETTINGS.shards().withCount(1));
  private static final String SEGMENT_1 = "log/0000000001.log";
  private static final String SEGMENT_2 = "log/0000000002.log";
  private static final String MANIFEST = "shard-000/manifest";
  private static final int VERSION = 4;

  private final HandTime time = new HandTime();
  private final SimDisk disk = new SimDisk("disk");
  private final Map<StorageKey, String> written = new TreeMap<>();
  private SketchKey secret = SketchedMirror.KEY;
  private SketchedShard sketches;
  private TestNode node;

  private void open() {
    open(shard -> sketches = new SketchedShard(secret, SketchedMirror.ARCS, arc -> true, time));
  }

  private void openUnheard() {
    open(shard -> ShardListener.NONE);
  }

  private void open(java.util.function.IntFunction<ShardListener> listeners) {
    node = TestNode.starting(disk, TestNode.OWNER, SETTINGS, 1, null, listeners);
    node.run();
    node.engine();
  }

  private void kill() {
    disk.crash(new SplittableRandom(1));
  }

  private void serve() {
    node.on(
        0,
        () -> {
          sketches.serve(node.engine().shard(0), node.engine().loopOf(0));
          return null;
        });
    node.run();
  }

  private void put(int number, String text) {
    StorageKey key = key(1, number * (Long.MIN_VALUE >>> 3));
    written.put(key, text);
    byte[] value = text == null ? null : value(text);
    Future<byte[]> put =
        node.on(0, () -> node.engine().shard(0).put(key, Durability.SYNCED, value));
    node.run();
    assertThat(put.cause()).isNull();
  }

  private void flush() {
    node.on(0, () -> node.engine().shard(0).flush());
    node.run();
  }

  private int version(String file) {
    return ByteBuffer.wrap(disk.contents(file)).getInt(VERSION);
  }

  private void assertExact() {
    for (int arc = 0; arc < SketchedMirror.ARCS; arc++) {
      Sketch expected = new Sketch(secret, ArcSketches.CAPACITY);
      for (Map.Entry<StorageKey, String> each : written.entrySet()) {
        StorageKey key = each.getKey();
        if (each.getValue() != null && key.token() >>> 62 == arc) {
          byte[] state = value(each.getValue());
          long weight = secret.weight(key.key(), state, 0, state.length);
          expected.change(key.token(), SketchKey.NO_WEIGHT, weight);
        }
      }
      Sketch kept = sketches.sketch(1, arc);
      assertThat(kept).as("arc %d", arc).isNotNull();
      expected.subtract(kept);
      assertThat(expected.isZero()).as("arc %d", arc).isTrue();
    }
  }

  @Test
  void aStartAfterAKillHasThemWithoutAScan() {
    open();
    for (int i = 0; i < 8; i++) {
      put(i, "in a table " + i);
    }
    flush();
    put(1, "in the log");
    put(2, null);
    put(1, "in the log again");
    put(9, "new");
    kill();
    open();
    assertExact();
    flush();
    put(3, null);
    kill();
    open();
    assertExact();
  }

  @Test
  void aDirectoryThatNobodyListenedToIsReadOnce() {
    openUnheard();
    for (int i = 0; i < 8; i++) {
      put(i, "in a table " + i);
    }
    flush();
    put(1, "in the log");
    kill();
    open();
    assertThat(sketches.sketch(1, 0)).isNull();
    put(2, "while nothing is known");
    serve();
    assertExact();
    put(3, "known from here on");
    flush();
    put(4, null);
    kill();
    open();
    assertExact();
  }

  /** What it writes is in no account. */
  @Test
  void aStartThatNobodyListensToEndsTheAccount() {
    open();
    put(1, "known");
    flush();
    kill();
    openUnheard();
    assertThat(version(MANIFEST)).isEqualTo(1);
    put(1, "by nobody");
    put(2, "by nobody");
    kill();
    open();
    serve();
    assertExact();
  }

  @Test
  void anotherSecretHasEverythingReadAgain() {
    open();
    put(1, "one");
    flush();
    put(1, "two");
    kill();
    secret = new SketchKey(new byte[SketchKey.SECRET_BYTES]);
    open();
    assertThat(sketches.sketch(1, 0)).isNull();
    put(1, "three");
    kill();
    secret = SketchedMirror.KEY;
    open();
    serve();
    assertExact();
  }

  @Test
  void whereNobodyListensFilesAreOfTheOlderFormats() {
    openUnheard();
    put(1, "one");
    flush();
    put(1, "two");
    assertThat(version(SEGMENT_1)).isEqualTo(2);
    assertThat(version(MANIFEST)).isEqualTo(1);
    kill();
    open();
    put(1, "three");
    serve();
    flush();
    assertThat(version(SEGMENT_2)).isEqualTo(3);
    assertThat(version(MANIFEST)).isEqualTo(2);
    kill();
    open();
    assertExact();
  }

  @Test
  void aDamagedArcIsUnknownUntilItIsRepaired() {
    open();
    for (int i = 0; i < 8; i++) {
      put(i, "value " + i);
    }
    flush();
    disk.flipBit("shard-000/0000000001.table", 100 * 8);
    serve();
    Future<byte[]> read = node.get(0, key(1, 0));
    node.run();
    assertThat(read.failed()).isTrue();
    assertThat(sketches.sketch(1, 0)).isNull();
    kill();
    open();
    assertThat(sketches.sketch(1, 0)).isNull();
    serve();
    assertThat(sketches.sketch(1, 0)).isNull();
    for (int i = 0; i < 8; i++) {
      put(i, "again " + i);
    }
    node.on(0, () -> node.engine().shard(0).repaired(1, TokenRange.RING));
    node.pass(20_000);
    assertExact();
  }

  @Test
  void spacesThatAreNoKeyspacesHaveNoSketches() {
    open();
    serve();
    for (int i = 0; i < 2; i++) {
      byte[] state = value("state " + i);
      node.on(0, () -> node.engine().shard(0).put(key(-1, 1), Durability.SYNCED, state));
      node.run();
    }
    node.on(0, () -> node.engine().shard(0).repaired(-1, TokenRange.RING));
    node.run();
    assertThat(sketches.sketch(-1, 0).isZero()).isTrue();
    assertThat(sketches.unknownArcs()).isZero();
  }

  @Test
  void aSnapshotHasTheSketchesOfWhatItHolds() {
    open();
    for (int i = 0; i < 8; i++) {
      put(i, "value " + i);
    }
    Future<Void> taken = node.engine().snapshot("one");
    node.run();
    assertThat(taken.succeeded()).isTrue();
    SimDisk copy = SnapshotCopy.of(disk, "one", 1);
    node =
        TestNode.starting(
            copy,
            TestNode.OWNER,
            SETTINGS,
            1,
            null,
            shard -> sketches = new SketchedShard(secret, SketchedMirror.ARCS, arc -> true, time));
    node.run();
    node.engine();
    assertExact();
  }
}
