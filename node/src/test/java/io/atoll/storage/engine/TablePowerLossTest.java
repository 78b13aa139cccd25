package io.atoll.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.sim.SimDisk;
import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.StorageStats;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Wherever power fails in flushes, compactions, drops and snapshots: nothing acknowledged is lost,
 * and nothing that was never written or was dropped is found.
 */
class TablePowerLossTest {
  private static final StorageSettings SETTINGS = StorageModelTest.SETTINGS;

  private static CrashTrial trial(long seed) {
    return new CrashTrial(SETTINGS, new SplittableRandom(seed));
  }

  @Test
  void theScriptFlushesAndCompacts() {
    CrashTrial trial = trial(1);
    script(trial);
    assertThat(trial.disk.operations()).isGreaterThan(200);
    StorageStats stats = trial.node.stats();
    assertThat(stats.value(StorageMetric.FLUSHES)).isGreaterThan(5);
    assertThat(stats.value(StorageMetric.COMPACTIONS)).isGreaterThan(2);
    trial.powerLoss();
    trial.openAndCheck();
  }

  @Test
  void powerMayFailAtEveryOperationOfAScript() {
    everyOperation(1);
  }

  @Test
  @Tag("slow")
  void powerMayFailAtEveryOperationOfAScriptWithManyOutcomes() {
    everyOperation(20);
  }

  private static void everyOperation(int seeds) {
    long operations = operations();
    for (long n = 1; n <= operations; n++) {
      for (int seed = 0; seed < seeds; seed++) {
        dieAt(n, seed, seed % 2 == 1);
      }
    }
  }

  @Test
  void theProcessMayDieAtEveryOperationAndPowerFailAfterItsRestart() {
    long operations = operations();
    for (long n = 1; n <= operations; n++) {
      dieAt(n, 7, true);
    }
  }

  @Test
  void aFailingOperationAnywhereLosesNothing() {
    long operations = operations();
    for (long n = 1; n <= operations; n++) {
      CrashTrial trial = trial(n);
      trial.disk.script(SimDisk.Script.failAt(n));
      script(trial);
      trial.powerLoss();
      trial.openAndCheck();
    }
  }

  @Test
  void afterAFailureOfTheDiskEverythingWorksAgainWithoutARestart() {
    long operations = operations();
    for (long n = 20; n <= operations; n += 5) {
      CrashTrial trial = trial(n);
      long first = n;
      trial.disk.script(
          operation ->
              operation.number() >= first && operation.number() < first + 4
                  ? SimDisk.Fate.FAIL
                  : SimDisk.Fate.SUCCEED);
      if (script(trial)) {
        trial.disk.script(null);
        for (int i = 0; i < 5; i++) {
          trial.node.pass(1_000);
        }
        trial.write(1);
        trial.flush(0);
        trial.flush(1);
        trial.node.pass(100);
        assertThat(trial.node.stats().readOnly()).as("failures from %d", n).isNull();
        assertThat(trial.node.stats().value(StorageMetric.BACKGROUND_FAILING)).isZero();
        assertThat(trial.node.stats().value(StorageMetric.MEMTABLES_FULL)).isZero();
      }
      trial.powerLoss();
      trial.openAndCheck();
    }
  }

  @Test
  void longRandomRunsLoseNothing() {
    for (int seed = 0; seed < 30; seed++) {
      randomRun(seed, 300);
    }
  }

  @Test
  @Tag("slow")
  void manyLongRandomRunsLoseNothing() {
    for (int seed = 1_000; seed < 2_500; seed++) {
      randomRun(seed, 600);
    }
  }

  private static long operations() {
    CrashTrial trial = trial(1);
    script(trial);
    assertThat(trial.node.isDead()).isFalse();
    return trial.disk.operations();
  }

  private static void dieAt(long operation, int seed, boolean processFirst) {
    CrashTrial trial = trial(1_000 * operation + seed);
    trial.disk.script(SimDisk.Script.crashAt(operation));
    script(trial);
    if (processFirst) {
      trial.kill();
      trial.openAndCheck();
    }
    trial.powerLoss();
    trial.openAndCheck();
    trial.write(1);
    trial.flush(1);
    trial.node.run();
    trial.powerLoss();
    trial.openAndCheck();
  }

  /**
   * Writes of both kinds, removals, flushes, compactions, a drop, a snapshot, a second start; false
   * when it could not go on to the end.
   */
  private static boolean script(CrashTrial trial) {
    for (int start = 0; start < 2; start++) {
      if (!trial.open()) {
        return false;
      }
      for (int i = 0; i < 14; i++) {
        trial.write(i * 5 % 12);
        trial.writeBuffered(i * 7 % 12);
        if (i % 4 == 1) {
          trial.remove(i % 12);
        }
        if (i % 3 == 2) {
          trial.flush(i % CrashTrial.SHARDS);
        }
        if (i == 7) {
          trial.drop(0, 1);
        }
        if (i == 10) {
          trial.snapshot();
        }
        trial.node.pass(i % 2 * 10);
      }
      if (start == 0 && !trial.node.isDead()) {
        trial.node.engine().close();
        trial.node.run();
      }
    }
    return !trial.node.isDead();
  }

  static void randomRun(int seed, int steps) {
    RandomGenerator random = new SplittableRandom(seed);
    CrashTrial trial = trial(seed);
    trial.openAndCheck();
    for (int i = 0; i < steps; i++) {
      int choice = random.nextInt(200);
      int number = random.nextInt(24);
      if (choice < 60) {
        trial.write(number);
      } else if (choice < 100) {
        trial.writeBuffered(number);
      } else if (choice < 110) {
        trial.remove(number);
      } else if (choice < 113) {
        trial.drop(random.nextInt(2), random.nextInt(1, 3));
      } else if (choice < 120) {
        trial.flush(random.nextInt(2));
      } else if (choice < 122) {
        trial.snapshot();
      } else if (choice < 180) {
        for (int step = random.nextInt(20); step > 0; step--) {
          trial.node.step();
        }
      } else if (choice < 184) {
        trial.disk.script(SimDisk.Script.failAt(trial.disk.operations() + random.nextInt(1, 9)));
      } else if (choice < 187) {
        trial.disk.script(SimDisk.Script.crashAt(trial.disk.operations() + random.nextInt(1, 30)));
      } else if (choice < 195) {
        trial.node.pass(random.nextInt(3) == 0 ? 1_000 : 10);
      } else {
        if (choice < 197) {
          trial.kill();
        } else {
          trial.powerLoss();
        }
        trial.openAndCheck();
      }
      if (trial.node.isDead()) {
        trial.powerLoss();
        trial.openAndCheck();
      }
    }
    trial.powerLoss();
    trial.openAndCheck();
  }
}
