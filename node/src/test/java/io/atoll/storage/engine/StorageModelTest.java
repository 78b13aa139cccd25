package io.atoll.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.TokenRange;
import io.atoll.storage.Durability;
import io.atoll.storage.ScanRange;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.compaction.CompactionSettings;
import io.atoll.storage.table.TableSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** The engine against a sorted map, step by step in any order; see {@link ModelStep}. */
class StorageModelTest {
  private static final TableSettings TABLES = TableSettings.DEFAULT.withBlockBytes(128);

  /** So small that everything overflows into everything. */
  static final StorageSettings SETTINGS =
      TestNode.SETTINGS
          .with(TestNode.SETTINGS.shards().withCount(2).withMemtableBytes(16_000))
          .with(
              TestNode.SETTINGS
                  .log()
                  .withSegmentBytes(1_024)
                  .withMaxBytes(4_096)
                  .withBatchBytes(200))
          .with(TestNode.SETTINGS.reads().withCacheBytes(2_048))
          .with(TABLES)
          .with(
              CompactionSettings.DEFAULT
                  .with(new CompactionSettings.Shape(2, 0.5))
                  .with(new CompactionSettings.Sizes(1, 1_500, 5_000, 400))
                  .withArcs(16));

  @Provide
  Arbitrary<List<ModelStep>> steps() {
    Arbitrary<Integer> shard = Arbitraries.integers().between(0, 1);
    Arbitrary<Integer> keyspace = Arbitraries.integers().between(1, 2);
    Arbitrary<Long> token =
        Arbitraries.of(0L, 1L, 2L, 1L << 60, Long.MAX_VALUE, Long.MIN_VALUE, -1L << 61, -2L, -1L);
    Arbitrary<byte[]> bytes =
        Arbitraries.oneOf(
                Arbitraries.of("a", "b", "\u00ff"),
                Arbitraries.integers().between(0, 60).map("a long key with number %d"::formatted))
            .map(s -> s.getBytes(StandardCharsets.ISO_8859_1));
    Arbitrary<StorageKey> key = Combinators.combine(keyspace, token, bytes).as(StorageKey::new);
    Arbitrary<Integer> length = Arbitraries.integers().between(0, 200).injectNull(0.2);
    Arbitrary<Durability> durability = Arbitraries.of(Durability.class);
    Arbitrary<ScanRange> range =
        Combinators.combine(keyspace, token, token)
            .as(
                (id, a, b) ->
                    a.equals(b)
                        ? ScanRange.all(id)
                        : Long.compareUnsigned(a, b) < 0
                            ? ScanRange.of(id, new TokenRange(a, b))
                            : ScanRange.of(id, new TokenRange(b, a)));
    return Arbitraries.<ModelStep>frequencyOf(
            Tuple.of(
                24, Combinators.combine(shard, key, length, durability).as(ModelStep.Change::new)),
            Tuple.of(
                12, Combinators.combine(shard, key, length, durability).as(ModelStep.Put::new)),
            Tuple.of(4, Combinators.combine(shard, key).as(ModelStep.Get::new)),
            Tuple.of(6, Combinators.combine(shard, range).as(ModelStep.Scan::new)),
            Tuple.of(3, Combinators.combine(shard, range).as(ModelStep.Estimate::new)),
            Tuple.of(2, Combinators.combine(shard, range).as(ModelStep.Drop::new)),
            Tuple.of(
                2,
                Combinators.combine(shard, range, Arbitraries.integers().between(0, 30))
                    .as(ModelStep.Ingest::new)),
            Tuple.of(6, Arbitraries.integers().between(1, 30).map(ModelStep.Run::new)),
            Tuple.of(3, shard.map(ModelStep.Flush::new)),
            Tuple.of(1, Arbitraries.create(ModelStep.Settle::new)),
            Tuple.of(3, Arbitraries.of(ModelStep.PageCache.class).map(ModelStep.SlowDisk::new)),
            Tuple.of(1, Arbitraries.create(ModelStep.Snapshot::new)),
            Tuple.of(1, Arbitraries.create(ModelStep.Reopen::new)),
            Tuple.of(1, Arbitraries.longs().map(ModelStep.PowerLoss::new)))
        .list()
        .ofMaxSize(200);
  }

  @Property(tries = 200)
  void theEngineBehavesLikeASortedMap(
      @ForAll("steps") List<ModelStep> steps, @ForAll boolean inTurn, @ForAll long seed) {
    run(steps, inTurn, seed);
  }

  @Tag("slow")
  @Property(tries = 10_000)
  void theEngineBehavesLikeASortedMapWhateverIsTried(
      @ForAll("steps") List<ModelStep> steps, @ForAll boolean inTurn, @ForAll long seed) {
    run(steps, inTurn, seed);
  }

  private static void run(List<ModelStep> steps, boolean inTurn, long seed) {
    ModelTrial trial = new ModelTrial(SETTINGS, inTurn ? null : new SplittableRandom(seed));
    steps.forEach(trial::take);
    trial.finish();
  }

  @Test
  void aRangeThatWasDroppedTakesATableFromElsewhere() {
    ModelTrial trial = new ModelTrial(SETTINGS, null);
    for (int i = 0; i < 60; i++) {
      StorageKey key = StorageEngineTest.key(1, i);
      trial.take(new ModelStep.Put(0, key, 50, Durability.SYNCED));
    }
    trial.take(new ModelStep.Flush(0));
    trial.take(new ModelStep.Drop(0, ScanRange.of(1, new TokenRange(20, 30))));
    assertThat(trial.ingest(new ModelStep.Ingest(0, ScanRange.of(1, new TokenRange(20, 30)), 5)))
        .isTrue();
    trial.finish();
  }

  @Test
  void whatWasDroppedLeavesTheDisk() {
    ModelTrial trial = new ModelTrial(SETTINGS, null);
    for (int i = 0; i < 60; i++) {
      StorageKey key = StorageEngineTest.key(1, i);
      trial.take(new ModelStep.Put(0, key, 50, Durability.SYNCED));
    }
    trial.take(new ModelStep.Flush(0));
    trial.take(new ModelStep.Settle());
    assertThat(trial.tableBytes()).isGreaterThan(1_000);
    trial.take(new ModelStep.Drop(0, ScanRange.all(1)));
    trial.take(new ModelStep.Settle());
    trial.take(new ModelStep.Flush(0));
    trial.take(new ModelStep.Settle());
    assertThat(trial.tableBytes()).isZero();
    trial.finish();
  }
}
