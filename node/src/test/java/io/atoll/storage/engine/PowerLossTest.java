package io.atoll.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.sim.SimDisk;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageSettings;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nothing acknowledged is lost, and nothing that was never written is found, wherever power fails.
 */
class PowerLossTest {
  private static final StorageSettings SETTINGS =
      TestNode.SETTINGS
          .with(
              TestNode.SETTINGS
                  .log()
                  .withSegmentBytes(1_500)
                  .withMaxBytes(3_000)
                  .withBatchBytes(400))
          .with(TestNode.SETTINGS.shards().withMemtableBytes(12_000));

  @Test
  void powerMayFailAtEveryOperationOfAScript() {
    long operations = script(new Trial(new SimDisk("disk"), 1), true);
    assertThat(operations).isGreaterThan(60);
    for (long n = 1; n <= operations; n++) {
      for (int seed = 0; seed < 3; seed++) {
        dieAt(n, seed, false);
      }
    }
  }

  @Test
  void theProcessMayDieAtEveryOperationAndPowerFailAfterItsRestart() {
    long operations = script(new Trial(new SimDisk("disk"), 1), true);
    for (long n = 1; n <= operations; n++) {
      dieAt(n, 0, true);
    }
  }

  @Test
  void powerMayFailAgainInEveryOperationOfARecovery() {
    long operations = script(new Trial(new SimDisk("disk"), 1), true);
    for (long first = 5; first <= operations; first += 5) {
      for (int second = 1; second < 12; second++) {
        Trial trial = new Trial(new SimDisk("disk"), 100 * first + second);
        trial.disk.script(SimDisk.Script.crashAt(first));
        script(trial, false);
        trial.powerLoss();
        trial.disk.script(SimDisk.Script.crashAt(trial.disk.operations() + second));
        trial.open();
        trial.powerLoss();
        trial.openAndCheck();
      }
    }
  }

  @Test
  void aFailingOperationAnywhereLosesNothing() {
    long operations = script(new Trial(new SimDisk("disk"), 1), true);
    for (long n = 1; n <= operations; n++) {
      Trial trial = new Trial(new SimDisk("disk"), n);
      trial.disk.script(SimDisk.Script.failAt(n));
      script(trial, false);
      trial.powerLoss();
      trial.openAndCheck();
    }
  }

  @Test
  void longRandomRunsLoseNothing() {
    for (int seed = 0; seed < 40; seed++) {
      randomRun(seed, 300);
    }
  }

  @Test
  @Tag("slow")
  void manyLongRandomRunsLoseNothing() {
    for (int seed = 1_000; seed < 3_000; seed++) {
      randomRun(seed, 600);
    }
  }

  @Test
  @Tag("slow")
  void everyOperationOfAScriptWithManyOutcomes() {
    long operations = script(new Trial(new SimDisk("disk"), 1), true);
    for (long n = 1; n <= operations; n++) {
      for (int seed = 10; seed < 60; seed++) {
        dieAt(n, seed, seed % 2 == 0);
      }
    }
  }

  private static void dieAt(long operation, int seed, boolean processFirst) {
    Trial trial = new Trial(new SimDisk("disk"), 1_000 * operation + seed);
    trial.disk.script(SimDisk.Script.crashAt(operation));
    script(trial, false);
    if (processFirst) {
      trial.disk.kill();
      trial.disk.script(null);
      trial.openAndCheck();
    }
    trial.powerLoss();
    trial.openAndCheck();
    trial.write(1, 7);
    trial.node.run();
    trial.powerLoss();
    trial.openAndCheck();
  }

  /** Writes, overwrites, removals, a drop, several segments, a clean stop and a second start. */
  private static long script(Trial trial, boolean mustSucceed) {
    for (int start = 0; start < 2; start++) {
      if (!trial.open()) {
        return 0;
      }
      for (int i = 0; i < 12; i++) {
        for (int j = 0; j <= i % 4; j++) {
          trial.write((i * 7 + j) % 10, i * 10 + j);
        }
        if (i == 6) {
          trial.drop();
        }
        trial.node.run();
      }
      trial.remove(3);
      trial.node.run();
      if (!trial.node.isDead()) {
        trial.node.engine().close();
        trial.node.run();
      }
    }
    if (mustSucceed) {
      assertThat(trial.node.isDead()).isFalse();
    }
    return trial.disk.operations();
  }

  private static void randomRun(int seed, int steps) {
    SplittableRandom random = new SplittableRandom(seed);
    Trial trial = new Trial(new SimDisk("disk"), seed);
    trial.open();
    for (int i = 0; i < steps; i++) {
      int choice = random.nextInt(100);
      if (choice < 30) {
        trial.write(random.nextInt(20), i);
      } else if (choice < 60) {
        trial.read(random.nextInt(20));
      } else if (choice < 65) {
        trial.remove(random.nextInt(20));
      } else if (choice < 66) {
        trial.drop();
      } else if (choice < 90) {
        for (int step = random.nextInt(10); step > 0; step--) {
          trial.node.step();
        }
      } else if (choice < 92) {
        trial.disk.script(SimDisk.Script.failAt(trial.disk.operations() + random.nextInt(1, 6)));
      } else if (choice < 94) {
        trial.disk.script(SimDisk.Script.crashAt(trial.disk.operations() + random.nextInt(1, 10)));
      } else if (choice < 96) {
        trial.node.pass(1_000);
      } else {
        trial.die(choice < 98);
        trial.openAndCheck();
      }
      if (trial.node.isDead()) {
        trial.powerLoss();
        trial.openAndCheck();
      }
    }
  }

  /** A disk, a node on it, and for each key what may be found there. */
  private static final class Trial {
    final SimDisk disk;
    final RandomGenerator random;
    TestNode node;

    /** Per key, what was acknowledged last and what was attempted since, oldest first. */
    private final Map<StorageKey, List<byte[]>> possible = new TreeMap<>();

    private int generation;
    private int attempts;

    Trial(SimDisk disk, long seed) {
      this.disk = disk;
      this.random = new SplittableRandom(seed);
    }

    boolean open() {
      node = TestNode.starting(disk, TestNode.OWNER, SETTINGS, 2, random);
      node.run();
      if (!node.opening().succeeded()) {
        return false;
      }
      assertThat(node.engine().generation()).isGreaterThanOrEqualTo(generation);
      generation = node.engine().generation();
      return true;
    }

    void write(int number, int version) {
      attempt(number, ByteBuffer.allocate(40).putInt(version).putInt(++attempts).array());
    }

    /** Nothing older than what a read showed may be found later. */
    void read(int number) {
      StorageKey key = StorageEngineTest.key(1, number);
      List<byte[]> history = possible.get(key);
      if (history != null) {
        node.get(number % 3, key)
            .onSuccess(
                value -> {
                  // The oldest that fits: "absent" may stand there more than once.
                  for (int i = 0; i < history.size(); i++) {
                    if (Arrays.equals(history.get(i), value)) {
                      settle(history, value, i + 1);
                      return;
                    }
                  }
                  throw new AssertionError("read what was never written");
                });
      }
    }

    void remove(int number) {
      attempt(number, null);
    }

    void drop() {
      List<StorageKey> keys = new ArrayList<>(possible.keySet());
      keys.removeIf(key -> key.token() % 3 != 0);
      List<Integer> seen = new ArrayList<>();
      for (StorageKey key : keys) {
        possible.get(key).add(null);
        seen.add(possible.get(key).size());
      }
      List<List<byte[]>> histories = keys.stream().map(possible::get).toList();
      node.drop(0, 1)
          .onSuccess(
              done -> {
                for (int i = 0; i < histories.size(); i++) {
                  settle(histories.get(i), null, seen.get(i));
                }
              });
    }

    /** Dies with what is under way unanswered. */
    void die(boolean powerLoss) {
      if (powerLoss) {
        powerLoss();
      } else {
        disk.kill();
        disk.script(null);
      }
    }

    void powerLoss() {
      disk.crash(random);
      disk.script(null);
    }

    void openAndCheck() {
      int before = generation;
      node = TestNode.starting(disk, TestNode.OWNER, SETTINGS, 2, random);
      node.run();
      assertThat(node.opening().cause()).isNull();
      assertThat(node.engine().generation()).isGreaterThan(0).isGreaterThanOrEqualTo(before);
      generation = node.engine().generation();
      possible.forEach(
          (key, history) -> {
            Future<byte[]> found = node.get((int) (key.token() % 3), key);
            node.run();
            assertThat(found.isComplete()).isTrue();
            byte[] value = found.result();
            assertThat(history)
                .as("what may be found at %s", key)
                .anyMatch(v -> Arrays.equals(v, value));
            history.clear();
            history.add(value);
          });
    }

    private void attempt(int number, byte[] value) {
      StorageKey key = StorageEngineTest.key(1, number);
      List<byte[]> history =
          possible.computeIfAbsent(
              key, k -> new ArrayList<>(java.util.Collections.singletonList(null)));
      history.add(value);
      int position = history.size();
      TestNode writer = node;
      node.put(number % 3, key, value)
          .onSuccess(
              done -> {
                assertThat(writer.isDead()).isFalse();
                settle(history, value, position);
              });
    }

    /** Acknowledged: nothing older may be found from here on. */
    private void settle(List<byte[]> history, byte[] value, int position) {
      for (int i = 0; i < history.size() && i < position - 1; i++) {
        if (!Arrays.equals(history.get(i), value)) {
          history.set(i, value);
        }
      }
    }
  }
}
