package io.atoll.storage.memtable;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.TokenRange;
import io.atoll.storage.StorageKey;
import io.atoll.storage.manifest.RangeTombstone;
import io.atoll.storage.table.EntryCursor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A memtable against a sorted map, and the memory that it takes and gives back. */
class MemtableTest {
  private static final int CHUNK_BYTES = 1_024;

  private final Chunks chunks = new Chunks(CHUNK_BYTES, 1 << 20);

  @Test
  void itIsASortedMapWhereManyKeysShareFewTokens() {
    long[] tokens = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE};
    for (int seed = 0; seed < 40; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      new Trial(random, () -> tokens[random.nextInt(tokens.length)], 150).run(1_500);
    }
  }

  @Test
  void itIsASortedMapWhereTokensAreSpreadEvenly() {
    for (int seed = 0; seed < 40; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      long[] tokens = random.longs(2_000).toArray();
      new Trial(random, () -> tokens[random.nextInt(tokens.length)], 2).run(3_000);
    }
  }

  @Test
  void itIsASortedMapWhereTokensLieCloseTogetherWithFewFarAway() {
    for (int seed = 0; seed < 40; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      new Trial(
              random,
              () -> random.nextInt(50) == 0 ? random.nextLong() : random.nextInt(3_000) - 1_500L,
              2)
          .run(3_000);
    }
  }

  @Test
  void itIsASortedMapWhenFilledInOrder() {
    for (boolean ascending : new boolean[] {true, false}) {
      long[] next = {ascending ? Long.MIN_VALUE : Long.MAX_VALUE};
      long step = (ascending ? 1 : -1) * (Long.MAX_VALUE / 4_000);
      new Trial(new SplittableRandom(1), () -> next[0] += step, 1).run(3_000);
    }
  }

  @Test
  void aCursorShowsItsMomentOverAnySequenceOfOverwrites() {
    Memtable memtable = new Memtable(7, chunks);
    List<MemtableCursor> cursors = new ArrayList<>();
    for (int version = 0; version < 50; version++) {
      for (int key = 0; key < 20; key++) {
        memtable.put(1, key, bytes(key), version % 7 == 6 ? null : bytes(version));
      }
      cursors.add(memtable.cursor(1, TokenRange.RING, new byte[0], memtable.appended()));
    }
    for (int version = 0; version < 50; version++) {
      for (int key = 0; key < 20; key++) {
        assertThat(cursors.get(version).next()).isTrue();
        assertThat(value(cursors.get(version))).isEqualTo(version % 7 == 6 ? null : bytes(version));
      }
      assertThat(cursors.get(version).next()).isFalse();
    }
  }

  @Test
  void aDropHidesWhatIsOlderButNotWhatComesAfterIt() {
    Memtable memtable = new Memtable(7, chunks);
    memtable.put(1, 5, bytes(1), bytes(1));
    memtable.drop(1, new TokenRange(5, 9));
    memtable.put(1, 6, bytes(2), bytes(2));
    assertThat(memtable.find(1, 5, bytes(1))).isEqualTo(Memtable.NONE);
    assertThat(memtable.value(memtable.find(1, 6, bytes(2)))).isEqualTo(bytes(2));
    assertThat(memtable.hidesOlder(1, 5)).isTrue();
    assertThat(memtable.hidesOlder(1, 8)).isTrue();
    assertThat(memtable.hidesOlder(1, 9)).isFalse();
    assertThat(memtable.hidesOlder(2, 5)).isFalse();
    assertThat(memtable.rangeTombstones())
        .containsExactly(new RangeTombstone(1, new TokenRange(5, 9), 7));
  }

  @Test
  void aDropAloneIsSomethingToFlush() {
    Memtable memtable = new Memtable(7, chunks);
    assertThat(memtable.isEmpty()).isTrue();
    memtable.drop(1, TokenRange.RING);
    assertThat(memtable.isEmpty()).isFalse();
    assertThat(memtable.keyspaces()).isEmpty();
  }

  @Test
  void usedBytesCountWhatIsWrittenOverToo() {
    Memtable memtable = new Memtable(7, chunks);
    assertThat(memtable.usedBytes()).isZero();
    long before = 0;
    for (int i = 0; i < 20; i++) {
      memtable.put(1, 1, bytes(1), new byte[900]);
      assertThat(memtable.usedBytes()).isGreaterThan(before);
      before = memtable.usedBytes();
    }
    assertThat(before).isGreaterThanOrEqualTo(20 * CHUNK_BYTES);
    assertThat(memtable.contentBytes()).isEqualTo(20 * 904);
    assertThat(memtable.entries()).isEqualTo(1);
  }

  @Test
  void anEntryThatIsLongerThanAChunkHasRoom() {
    Memtable memtable = new Memtable(7, chunks);
    byte[] large = new byte[100_000];
    new SplittableRandom(1).nextBytes(large);
    memtable.put(1, 1, bytes(1), bytes(1));
    memtable.put(1, 2, bytes(2), large);
    memtable.put(1, 3, bytes(3), bytes(3));
    assertThat(memtable.value(memtable.find(1, 1, bytes(1)))).isEqualTo(bytes(1));
    assertThat(memtable.value(memtable.find(1, 2, bytes(2)))).isEqualTo(large);
    assertThat(memtable.value(memtable.find(1, 3, bytes(3)))).isEqualTo(bytes(3));
    assertThat(memtable.usedBytes()).isGreaterThan(100_000);
  }

  @Test
  void memoryIsGivenBackOnlyWhenItIsRetiredAndNobodyReadsIt() {
    Memtable memtable = filled();
    Set<Long> places = places(memtable);
    memtable.pin();
    memtable.pin();
    memtable.retire();
    memtable.unpin();
    assertThat(places).doesNotContain(chunks.take(1).address());
    assertThat(places(memtable)).isEqualTo(places);
    memtable.unpin();
    for (int i = 0; i < places.size(); i++) {
      assertThat(places).contains(chunks.take(1).address());
    }
    assertThat(places).doesNotContain(chunks.take(1).address());
  }

  @Test
  void memoryThatNobodyReadsIsGivenBackAtOnceWhenItIsRetired() {
    Memtable memtable = filled();
    Set<Long> places = places(memtable);
    memtable.pin();
    memtable.unpin();
    assertThat(places).doesNotContain(chunks.take(1).address());
    memtable.retire();
    assertThat(places).contains(chunks.take(1).address());
  }

  @Test
  void noMoreMemoryIsKeptThanWasAskedFor() {
    Chunks few = new Chunks(CHUNK_BYTES, 3 * CHUNK_BYTES);
    List<MemorySegment> taken = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      taken.add(few.take(1));
    }
    Set<Long> places = new HashSet<>();
    taken.forEach(chunk -> places.add(chunk.address()));
    taken.forEach(few::give);
    int reused = 0;
    for (int i = 0; i < 10; i++) {
      MemorySegment chunk = few.take(1);
      taken.add(chunk);
      reused += places.contains(chunk.address()) ? 1 : 0;
    }
    assertThat(reused).isEqualTo(3);
  }

  private Memtable filled() {
    Memtable memtable = new Memtable(7, chunks);
    for (int i = 0; i < 200; i++) {
      memtable.put(1, i, bytes(i), new byte[50]);
    }
    return memtable;
  }

  private static Set<Long> places(Memtable memtable) {
    Set<Long> places = new HashSet<>();
    MemtableCursor cursor = memtable.cursor(1);
    while (cursor.next()) {
      places.add(cursor.segment().address());
    }
    assertThat(places).hasSizeGreaterThan(5);
    return places;
  }

  private static byte[] bytes(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }

  private static byte[] key(EntryCursor cursor) {
    return cursor
        .segment()
        .asSlice(cursor.keyOffset(), cursor.keyLength())
        .toArray(ValueLayout.JAVA_BYTE);
  }

  private static byte[] value(EntryCursor cursor) {
    return cursor.valueLength() == EntryCursor.REMOVED
        ? null
        : cursor
            .segment()
            .asSlice(cursor.valueOffset(), cursor.valueLength())
            .toArray(ValueLayout.JAVA_BYTE);
  }

  /** A memtable, what it should hold, and cursors that are under way. */
  private final class Trial {
    private final RandomGenerator random;
    private final LongSupplier tokens;
    private final int keysPerToken;
    private final Memtable memtable = new Memtable(7, chunks);

    /** Null values are removals. */
    private final TreeMap<StorageKey, byte[]> model = new TreeMap<>();

    private final List<Walk> walks = new ArrayList<>();

    /** A cursor and what it has still to show. */
    private record Walk(MemtableCursor cursor, TreeMap<StorageKey, byte[]> expected) {}

    Trial(RandomGenerator random, LongSupplier tokens, int keysPerToken) {
      this.random = random;
      this.tokens = tokens;
      this.keysPerToken = keysPerToken;
    }

    void run(int steps) {
      for (int i = 0; i < steps; i++) {
        int choice = random.nextInt(1_000);
        if (choice < 700) {
          put(i);
        } else if (choice < 703) {
          drop();
        } else if (choice < 720) {
          begin();
        } else if (choice < 900) {
          step();
        } else {
          find();
        }
      }
      while (!walks.isEmpty()) {
        step();
      }
      check();
    }

    private StorageKey anyKey() {
      byte[] bytes = bytes(random.nextInt(keysPerToken));
      return new StorageKey(
          random.nextInt(1, 4),
          tokens.getAsLong(),
          java.util.Arrays.copyOf(bytes, random.nextInt(3) == 0 ? 12 : 4));
    }

    private void put(int version) {
      StorageKey key = anyKey();
      byte[] value =
          random.nextInt(5) == 0
              ? null
              : java.util.Arrays.copyOf(bytes(version), random.nextInt(60));
      memtable.put(key.keyspaceId(), key.token(), key.key(), value);
      model.put(key, value);
    }

    private void drop() {
      int keyspaceId = random.nextInt(1, 4);
      long from = tokens.getAsLong();
      long to = random.nextInt(4) == 0 ? 0 : from + 1 + random.nextLong(Long.MAX_VALUE / 8);
      if (to != 0 && Long.compareUnsigned(from, to) > 0) {
        to = 0;
      }
      memtable.drop(keyspaceId, new TokenRange(from, to));
      long end = to;
      model.keySet().removeIf(key -> lies(key, keyspaceId, from, end));
      walks.forEach(
          walk -> walk.expected.keySet().removeIf(key -> lies(key, keyspaceId, from, end)));
    }

    private static boolean lies(StorageKey key, int keyspaceId, long from, long to) {
      return key.keyspaceId() == keyspaceId
          && Long.compareUnsigned(key.token(), from) >= 0
          && (to == 0 || Long.compareUnsigned(key.token(), to) < 0);
    }

    private void begin() {
      StorageKey first = anyKey();
      long from = first.token();
      byte[] fromKey = random.nextBoolean() ? new byte[0] : first.key();
      long end = tokens.getAsLong();
      long to = random.nextBoolean() || Long.compareUnsigned(from, end) >= 0 ? 0 : end;
      TreeMap<StorageKey, byte[]> expected =
          new TreeMap<>(model.tailMap(new StorageKey(first.keyspaceId(), from, fromKey), true));
      expected.keySet().removeIf(key -> !lies(key, first.keyspaceId(), from, to));
      assertThat(memtable.entries(first.keyspaceId(), new TokenRange(from, to)))
          .isEqualTo(
              model.keySet().stream()
                  .filter(key -> lies(key, first.keyspaceId(), from, to))
                  .count());
      walks.add(
          new Walk(
              memtable.cursor(
                  first.keyspaceId(), new TokenRange(from, to), fromKey, memtable.appended()),
              expected));
    }

    private void step() {
      if (walks.isEmpty()) {
        return;
      }
      Walk walk = walks.get(random.nextInt(walks.size()));
      for (int i = random.nextInt(1, 40); i > 0; i--) {
        Map.Entry<StorageKey, byte[]> expected = walk.expected.pollFirstEntry();
        assertThat(walk.cursor.next()).isEqualTo(expected != null);
        if (expected == null) {
          walks.remove(walk);
          return;
        }
        assertThat(walk.cursor.token()).isEqualTo(expected.getKey().token());
        assertThat(key(walk.cursor)).isEqualTo(expected.getKey().key());
        assertThat(value(walk.cursor)).isEqualTo(expected.getValue());
      }
    }

    private void find() {
      StorageKey key = anyKey();
      long found = memtable.find(key.keyspaceId(), key.token(), key.key());
      assertThat(found != Memtable.NONE).isEqualTo(model.containsKey(key));
      if (found != Memtable.NONE) {
        assertThat(memtable.value(found)).isEqualTo(model.get(key));
      }
    }

    private void check() {
      assertThat(memtable.entries()).isEqualTo(model.size());
      for (int keyspaceId = 1; keyspaceId < 4; keyspaceId++) {
        int id = keyspaceId;
        assertThat(memtable.entries(id))
            .isEqualTo(model.keySet().stream().filter(key -> key.keyspaceId() == id).count());
      }
      model.forEach(
          (key, value) ->
              assertThat(memtable.value(memtable.find(key.keyspaceId(), key.token(), key.key())))
                  .isEqualTo(value));
    }
  }
}
