package io.atoll.storage.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.env.Invariant.InvariantViolation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The cache keeps what it is told to keep, within its bound, and above all what is used. */
class BlockCacheTest {
  private static final int SLOT = 4096;

  /** Reads a block through the cache; true when it was there. */
  private static boolean use(BlockCache cache, Residence residence, int block) {
    if (cache.find(residence, block) >= 0) {
      return true;
    }
    int slot = cache.reserve(residence, block, SLOT);
    cache.publish(slot);
    return false;
  }

  private record Id(Residence residence, int block) {}

  private static void fill(BlockCache cache, int slot, long mark) {
    MemorySegment segment = cache.segment(slot);
    long last = cache.offset(slot) + cache.payloadBytes(slot) - 8;
    segment.set(ValueLayout.JAVA_LONG_UNALIGNED, cache.offset(slot), mark);
    segment.set(ValueLayout.JAVA_LONG_UNALIGNED, last, mark);
  }

  private static void check(BlockCache cache, int slot, long mark, int length) {
    MemorySegment segment = cache.segment(slot);
    long last = cache.offset(slot) + length - 8;
    assertThat(cache.payloadBytes(slot)).isEqualTo(length);
    assertThat(segment.get(ValueLayout.JAVA_LONG_UNALIGNED, cache.offset(slot))).isEqualTo(mark);
    assertThat(segment.get(ValueLayout.JAVA_LONG_UNALIGNED, last)).isEqualTo(mark);
  }

  @Property(tries = 60)
  void whatItHasIsWhatWasPutThereAndItsBoundHolds(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int slots = 1 + random.nextInt(60);
    BlockCache cache = new BlockCache((long) slots * SLOT + random.nextInt(SLOT), SLOT);
    List<Residence> tables = new ArrayList<>();
    Map<Id, Long> marks = new HashMap<>();
    Map<Id, Integer> lengths = new HashMap<>();
    Map<Integer, Id> reserved = new HashMap<>();
    for (int step = 0; step < 3000; step++) {
      if (tables.isEmpty() || random.nextInt(300) == 0) {
        tables.add(new Residence(1 + random.nextInt(80)));
      }
      Residence table = tables.get(random.nextInt(tables.size()));
      Id id = new Id(table, random.nextInt(table.blocks()));
      int found = cache.find(id.residence, id.block);
      if (found >= 0) {
        check(cache, found, marks.get(id), lengths.get(id));
      } else if (!reserved.containsValue(id)) {
        int length =
            random.nextInt(10) == 0 ? 4097 + random.nextInt(30_000) : 8 + random.nextInt(4089);
        int slot = cache.reserve(id.residence, id.block, length);
        if (slot >= 0) {
          assertThat(reserved).doesNotContainKey(slot);
          marks.put(id, random.nextLong());
          lengths.put(id, length);
          fill(cache, slot, marks.get(id));
          reserved.put(slot, id);
        }
      }
      while (!reserved.isEmpty() && random.nextInt(3) > 0) {
        int slot = reserved.keySet().iterator().next();
        Id filled = reserved.remove(slot);
        check(cache, slot, marks.get(filled), lengths.get(filled));
        if (random.nextInt(10) == 0) {
          cache.abandon(slot);
          assertThat(cache.contains(filled.residence, filled.block)).isFalse();
        } else {
          cache.publish(slot);
          assertThat(cache.contains(filled.residence, filled.block))
              .isEqualTo(tables.contains(filled.residence));
        }
      }
      if (random.nextInt(400) == 0) {
        Residence victim = tables.remove(random.nextInt(tables.size()));
        cache.drop(victim);
        assertThat(cache.reserve(victim, 0, 100)).isEqualTo(-1);
      }
      assertThat(cache.usedBytes()).isBetween(0L, cache.capacityBytes());
    }
    reserved.keySet().forEach(cache::abandon);
    tables.forEach(cache::drop);
    assertThat(cache.usedBytes()).isZero();
  }

  @Test
  void aScanLeavesTheHotSetAlone() {
    BlockCache cache = new BlockCache(1000L * SLOT, SLOT);
    Residence hot = new Residence(600);
    Residence cold = new Residence(100_000);
    for (int round = 0; round < 5; round++) {
      for (int block = 0; block < 600; block++) {
        use(cache, hot, block);
      }
    }
    for (int block = 0; block < 100_000; block++) {
      use(cache, cold, block);
    }
    int kept = 0;
    for (int block = 0; block < 600; block++) {
      kept += cache.contains(hot, block) ? 1 : 0;
    }
    assertThat(kept).isGreaterThan(590);
  }

  @Test
  void skewedUseHitsMoreOftenThanAnEqualShare() {
    BlockCache cache = new BlockCache(1000L * SLOT, SLOT);
    Residence table = new Residence(10_000);
    SplittableRandom random = new SplittableRandom(1);
    int hits = 0;
    for (int i = 0; i < 200_000; i++) {
      // Nine in ten uses go to one block in twelve.
      int block = random.nextInt(10) == 0 ? random.nextInt(10_000) : random.nextInt(800);
      hits += use(cache, table, block) ? 1 : 0;
    }
    assertThat(hits / 200_000.0).isGreaterThan(0.87);
    assertThat(cache.hits()).isEqualTo(hits);
    assertThat(cache.misses()).isEqualTo(200_000 - hits);
    assertThat(cache.evictions()).isEqualTo(cache.misses() - 1000);
  }

  @Test
  void aHotSetThatChangesIsFollowed() {
    BlockCache cache = new BlockCache(500L * SLOT, SLOT);
    Residence table = new Residence(10_000);
    SplittableRandom random = new SplittableRandom(1);
    for (int from : new int[] {0, 5000}) {
      int hits = 0;
      for (int i = 0; i < 40_000; i++) {
        boolean hit = use(cache, table, from + random.nextInt(400));
        hits += hit && i >= 20_000 ? 1 : 0;
      }
      assertThat(hits).isGreaterThan(19_800);
    }
  }

  @Test
  void whatIsReservedIsNeitherFoundNorEvicted() {
    BlockCache cache = new BlockCache(4L * SLOT, SLOT);
    Residence table = new Residence(100);
    int pinned = cache.reserve(table, 99, SLOT);
    fill(cache, pinned, 42);
    Set<Integer> others = new HashSet<>();
    for (int block = 0; block < 50; block++) {
      int slot = cache.reserve(table, block, SLOT);
      others.add(slot);
      cache.publish(slot);
    }
    assertThat(others).hasSize(3).doesNotContain(pinned);
    assertThat(cache.find(table, 99)).isEqualTo(-1);
    check(cache, pinned, 42, SLOT);
    cache.publish(pinned);
    assertThat(cache.find(table, 99)).isEqualTo(pinned);
    assertThatThrownBy(() -> cache.publish(pinned)).isInstanceOf(InvariantViolation.class);
  }

  @Test
  void whenAllIsReservedNothingMoreIs() {
    BlockCache cache = new BlockCache(2L * SLOT, SLOT);
    Residence table = new Residence(10);
    cache.reserve(table, 0, SLOT);
    int second = cache.reserve(table, 1, SLOT);
    assertThat(cache.reserve(table, 2, SLOT)).isEqualTo(-1);
    cache.abandon(second);
    assertThat(cache.reserve(table, 2, SLOT)).isEqualTo(second);
  }

  @Test
  void aBlockThatWasReadTwiceAtOnceIsKeptOnce() {
    BlockCache cache = new BlockCache(4L * SLOT, SLOT);
    Residence table = new Residence(10);
    int first = cache.reserve(table, 0, SLOT);
    int second = cache.reserve(table, 0, SLOT);
    cache.publish(first);
    cache.publish(second);
    assertThat(cache.find(table, 0)).isEqualTo(first);
    assertThat(cache.usedBytes()).isEqualTo(SLOT);
  }

  @Test
  void aLongPayloadIsKeptUnlessItIsTooLong() {
    BlockCache cache = new BlockCache(160L * SLOT, SLOT);
    Residence table = new Residence(10);
    assertThat(cache.reserve(table, 0, 10 * SLOT)).isEqualTo(-1);
    int slot = cache.reserve(table, 1, 8 * SLOT);
    fill(cache, slot, 7);
    cache.publish(slot);
    assertThat(cache.usedBytes()).isGreaterThanOrEqualTo(8L * SLOT);
    check(cache, cache.find(table, 1), 7, 8 * SLOT);
    cache.drop(table);
    assertThat(cache.usedBytes()).isZero();
  }

  @Test
  void aCacheWithoutRoomKeepsNothing() {
    BlockCache cache = new BlockCache(100, SLOT);
    Residence table = new Residence(1);
    assertThat(cache.reserve(table, 0, 50)).isEqualTo(-1);
    assertThat(cache.find(table, 0)).isEqualTo(-1);
  }
}
