package io.atoll.storage.engine;

import static io.atoll.storage.engine.StorageEngineTest.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.TokenRange;
import io.atoll.sim.SimDisk;
import io.atoll.sim.SimDisk.Fate;
import io.atoll.storage.Durability;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever an operation of the disk throws, and in whichever of them, nothing that was acknowledged
 * is missing: neither at once nor after a crash.
 */
class UnexpectedErrorTest {
  private static final int ROUNDS = 25;
  private static final int KEYS = 40;

  private final SimDisk disk = new SimDisk("disk");

  /**
   * The newest acknowledged length of each key's value; those that were refused since may be too.
   */
  private final Map<Integer, List<Integer>> mayBe = new TreeMap<>();

  private TestNode node;

  /** Small writers beside larger ones, several to a batch; flushes and compactions follow. */
  private void work(int rounds) {
    for (int round = 0; round < rounds && !node.isDead(); round++) {
      List<Future<byte[]>> written = new ArrayList<>();
      List<Integer> lengths = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        int length = 1 + round % 7 + (i == 5 ? 600 : 20 * i);
        int number = (round * 6 + i) % KEYS;
        lengths.add(length);
        written.add(
            node.living(
                () ->
                    node.on(
                        number % 2,
                        () ->
                            node.engine()
                                .shard(number % 2)
                                .put(key(1, number), Durability.SYNCED, new byte[length]))));
      }
      node.pass(50);
      for (int i = 0; i < 6; i++) {
        int number = (round * 6 + i) % KEYS;
        if (written.get(i).succeeded()) {
          mayBe.put(number, new ArrayList<>(List.of(lengths.get(i))));
        } else {
          mayBe.computeIfAbsent(number, k -> new ArrayList<>(List.of(-1))).add(lengths.get(i));
        }
      }
    }
  }

  private void check(String when) {
    mayBe.forEach(
        (number, lengths) -> {
          Future<byte[]> found = node.get(number % 2, key(1, number));
          node.run();
          assertThat(found.cause()).as("%s, key %d", when, number).isNull();
          assertThat(found.isComplete()).as("%s, key %d is answered", when, number).isTrue();
          int length = found.result() == null ? -1 : found.result().length;
          assertThat(length).as("%s, key %d", when, number).isIn(lengths);
        });
  }

  private long open() {
    node = TestNode.open(disk, StorageModelTest.SETTINGS);
    return disk.operations();
  }

  @ParameterizedTest
  @EnumSource(names = {"FAIL", "DEFECT", "OUT_OF_MEMORY"})
  void whicheverOperationThrowsNothingAcknowledgedIsMissing(Fate fate) {
    long before = open();
    work(ROUNDS);
    long operations = disk.operations() - before;
    disk.kill();
    for (long n = 1; n < operations; n += 1 + n / 40) {
      long begun = open();
      disk.script(SimDisk.Script.at(begun + n, fate));
      work(ROUNDS);
      disk.script(null);
      String when = "%s in operation %d".formatted(fate, n);
      if (!node.isDead()) {
        node.pass(1_000);
        node.pass(1_000);
        check(when);
        assertThat(node.stats().readOnly()).as(when).isNull();
        work(3);
        node.settle();
        check(when + ", later");
      }
      if (n % 2 == 0) {
        disk.crash(new SplittableRandom(n));
      } else {
        disk.kill();
      }
      open();
      check(when + ", after a crash");
      disk.kill();
    }
    assertThat(operations).isGreaterThan(200);
  }

  @Test
  void anErrorInAChangeIsItsOwnFailure() {
    open();
    Future<byte[]> failed =
        node.on(
            0,
            () ->
                node.engine()
                    .shard(0)
                    .update(
                        key(1, 1),
                        before -> {
                          throw new AssertionError("a defect, made for this test");
                        }));
    assertThat(failed.cause()).isInstanceOf(AssertionError.class);
    Future<byte[]> next = node.put(0, key(1, 1), new byte[3]);
    node.run();
    assertThat(next.succeeded()).isTrue();
  }

  @Test
  void anErrorWhileARangeIsDroppedLeavesNothingHalfDropped() {
    for (int n = 1; n < 12; n++) {
      long begun = open();
      Future<byte[]> put = node.put(0, key(1, 1), new byte[3]);
      node.run();
      assertThat(put.succeeded()).isTrue();
      disk.script(SimDisk.Script.at(disk.operations() + n, Fate.DEFECT));
      Future<Void> drop =
          node.on(0, () -> node.engine().shard(0).dropRange(1, new TokenRange(0, 100)));
      node.run();
      disk.script(null);
      node.pass(1_000);
      node.settle();
      disk.crash(new SplittableRandom(begun));
      open();
      Future<byte[]> found = node.get(0, key(1, 1));
      node.run();
      if (drop.succeeded()) {
        assertThat(found.result()).isNull();
      }
      disk.kill();
    }
  }
}
