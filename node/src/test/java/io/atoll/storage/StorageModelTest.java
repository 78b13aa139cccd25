package io.atoll.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.sim.SimDisk;
import io.atoll.storage.table.TableSettings;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The engine against a sorted map, with clean stops and power losses as steps. */
class StorageModelTest {
  private static final StorageSettings SETTINGS =
      TestNode.SETTINGS
          .withShards(2)
          .withSegmentBytes(1_024)
          .withLogBytes(2_048)
          .withBatchBytes(200)
          .withMemtableBytes(8_000)
          .withBlockCacheBytes(16_384)
          .withTables(TableSettings.defaults().withBlockBytes(256));

  /** What is done to both. */
  sealed interface Step {
    /** Sets, or with a null length removes, a key. */
    record Change(int shard, StorageKey key, Integer lengthBytes) implements Step {}

    record Drop(int shard, int keyspaceId) implements Step {}

    record Scan(int shard, ScanRange range) implements Step {}

    record Reopen() implements Step {}

    record PowerLoss(long seed) implements Step {}
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> shard = Arbitraries.integers().between(0, 1);
    Arbitrary<Integer> keyspace = Arbitraries.integers().between(1, 2);
    Arbitrary<Long> token = Arbitraries.of(0L, 1L, 2L, Long.MAX_VALUE, Long.MIN_VALUE, -2L, -1L);
    Arbitrary<byte[]> bytes =
        Arbitraries.of("", "a", "b", "\u00ff").map(s -> s.getBytes(StandardCharsets.ISO_8859_1));
    Arbitrary<StorageKey> key = Combinators.combine(keyspace, token, bytes).as(StorageKey::new);
    Arbitrary<Integer> length = Arbitraries.integers().between(0, 300).injectNull(0.2);
    Arbitrary<ScanRange> range =
        Combinators.combine(keyspace, token, token)
            .as(
                (id, a, b) ->
                    Long.compareUnsigned(a, b) <= 0
                        ? ScanRange.of(id, a, b)
                        : ScanRange.of(id, b, a));
    return Arbitraries.<Step>frequencyOf(
            net.jqwik.api.Tuple.of(
                20, Combinators.combine(shard, key, length).as(Step.Change::new)),
            net.jqwik.api.Tuple.of(5, Combinators.combine(shard, range).as(Step.Scan::new)),
            net.jqwik.api.Tuple.of(1, Combinators.combine(shard, keyspace).as(Step.Drop::new)),
            net.jqwik.api.Tuple.of(1, Arbitraries.create(Step.Reopen::new)),
            net.jqwik.api.Tuple.of(1, Arbitraries.longs().map(Step.PowerLoss::new)))
        .list()
        .ofMaxSize(120);
  }

  @Property(tries = 300)
  void theEngineBehavesLikeASortedMap(@ForAll("steps") List<Step> steps) {
    SimDisk disk = new SimDisk("disk");
    TestNode node = TestNode.open(disk, SETTINGS);
    List<TreeMap<StorageKey, byte[]>> model = List.of(new TreeMap<>(), new TreeMap<>());
    for (Step step : steps) {
      switch (step) {
        case Step.Change change -> {
          byte[] value = change.lengthBytes == null ? null : new byte[change.lengthBytes];
          assertThat(node.put(change.shard, change.key, value).failed()).isFalse();
          if (value == null) {
            model.get(change.shard).remove(change.key);
          } else {
            model.get(change.shard).put(change.key, value);
          }
        }
        case Step.Drop drop -> {
          node.drop(drop.shard, drop.keyspaceId);
          model.get(drop.shard).keySet().removeIf(key -> key.keyspaceId() == drop.keyspaceId);
        }
        case Step.Scan scan -> {
          node.run();
          checkScan(node, scan, model.get(scan.shard));
        }
        case Step.Reopen reopen -> {
          node.close();
          node = TestNode.open(disk, SETTINGS);
        }
        case Step.PowerLoss loss -> {
          node.run();
          disk.crash(new SplittableRandom(loss.seed));
          node = TestNode.open(disk, SETTINGS);
        }
      }
    }
    node.run();
    check(node, model);
  }

  private static void checkScan(TestNode node, Step.Scan scan, TreeMap<StorageKey, byte[]> model) {
    List<StorageKey> found = new ArrayList<>();
    node.on(
        scan.shard,
        () ->
            node.engine()
                .shard(scan.shard)
                .scan(
                    scan.range,
                    (token, key, value) ->
                        found.add(new StorageKey(scan.range.keyspaceId(), token, key))));
    List<StorageKey> expected =
        model.keySet().stream()
            .filter(key -> key.keyspaceId() == scan.range.keyspaceId())
            .filter(key -> Long.compareUnsigned(key.token(), scan.range.fromToken()) >= 0)
            .filter(
                key ->
                    scan.range.toTokenExclusive() == 0
                        || Long.compareUnsigned(key.token(), scan.range.toTokenExclusive()) < 0)
            .toList();
    assertThat(found).isEqualTo(expected);
  }

  private static void check(TestNode node, List<TreeMap<StorageKey, byte[]>> model) {
    for (int shard = 0; shard < 2; shard++) {
      for (var entry : model.get(shard).entrySet()) {
        Future<byte[]> found = node.get(shard, entry.getKey());
        node.run();
        assertThat(Arrays.equals(found.result(), entry.getValue())).isTrue();
      }
    }
  }
}
