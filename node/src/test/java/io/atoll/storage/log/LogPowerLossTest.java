package io.atoll.storage.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.sim.SimDisk;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens to a log that is shortened, recycled and synced only now and then: what was
 * synced is found, and of the rest a prefix in order.
 */
class LogPowerLossTest {
  private static final long SEGMENT_BYTES = 400;

  @Test
  void powerMayFailAtEveryOperation() throws IOException {
    for (int seed = 0; seed < 5; seed++) {
      everyOperation(seed, 3);
    }
  }

  @Test
  @Tag("slow")
  void powerMayFailAtEveryOperationOfManyScripts() throws IOException {
    for (int seed = 100; seed < 400; seed++) {
      everyOperation(seed, 10);
    }
  }

  @Test
  void theDiskMayFailAtEveryOperationAndPowerLater() throws IOException {
    for (int seed = 0; seed < 10; seed++) {
      long operations = script(new LogTrial(SEGMENT_BYTES, new SplittableRandom(seed)), seed);
      for (long n = 2; n <= operations; n++) {
        LogTrial trial = new LogTrial(SEGMENT_BYTES, new SplittableRandom(seed * 77L + n));
        failAndThenCrash(trial, seed, n, n + 1 + n % 9);
      }
    }
  }

  @Test
  void randomRunsLoseNothing() throws IOException {
    for (int seed = 0; seed < 300; seed++) {
      randomRun(seed, 200);
    }
  }

  @Test
  @Tag("slow")
  void manyRandomRunsLoseNothing() throws IOException {
    for (int seed = 10_000; seed < 40_000; seed++) {
      randomRun(seed, 300);
    }
  }

  @Test
  void theLengthIsWhatARecoveryReads() throws IOException {
    for (int seed = 0; seed < 50; seed++) {
      LogTrial trial = new LogTrial(SEGMENT_BYTES, new SplittableRandom(seed));
      script(trial, seed);
      long bytes = trial.writer.bytes();
      trial.kill();
      trial.open();
      assertThat(trial.recovered.readBytes()).isEqualTo(bytes);
      assertThat(trial.recovered.droppedBytes()).isZero();
      assertThat(trial.writer.bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void aLogThatIsFlushedStaysShortAndUsesItsFilesAgain() throws IOException {
    LogTrial trial = new LogTrial(SEGMENT_BYTES, new SplittableRandom(1));
    trial.open();
    for (int i = 0; i < 500; i++) {
      trial.append(true);
      while (trial.writer.bytes() > 4 * SEGMENT_BYTES) {
        int pinning = trial.writer.oldestPinningShard();
        assertThat(pinning).isNotNegative();
        trial.flush(pinning);
      }
    }
    assertThat(trial.disk.list("log")).hasSizeLessThan(9);
    assertThat(trial.writer.recycledSegments()).isGreaterThan(30);
  }

  private static void everyOperation(int seed, int outcomes) throws IOException {
    long operations = script(new LogTrial(SEGMENT_BYTES, new SplittableRandom(seed)), seed);
    assertThat(operations).isGreaterThan(60);
    for (long n = 1; n <= operations; n++) {
      for (int outcome = 0; outcome < outcomes; outcome++) {
        LogTrial trial = new LogTrial(SEGMENT_BYTES, new SplittableRandom(1_000 * n + outcome));
        trial.disk.script(SimDisk.Script.crashAt(n));
        trial.survives(() -> script(trial, seed));
        recoverTwice(trial, outcome);
      }
    }
  }

  /** Power fails again within the first recovery. */
  private static void recoverTwice(LogTrial trial, int outcome) throws IOException {
    if (outcome % 3 == 2) {
      trial.kill();
    } else {
      trial.powerLoss();
    }
    trial.disk.script(SimDisk.Script.crashAt(trial.disk.operations() + 1 + outcome));
    if (!trial.survives(trial::open)) {
      trial.powerLoss();
      trial.open();
    }
    trial.disk.script(null);
    trial.append(true);
    trial.append(false);
    trial.powerLoss();
    trial.open();
  }

  private static void failAndThenCrash(LogTrial trial, int seed, long fails, long crashes)
      throws IOException {
    trial.disk.script(
        operation ->
            operation.number() == fails
                ? SimDisk.Fate.FAIL
                : operation.number() == crashes ? SimDisk.Fate.CRASH : SimDisk.Fate.SUCCEED);
    try {
      trial.survives(() -> script(trial, seed));
    } catch (IOException refused) {
      // A start or a stop that fails is tried again below.
    }
    trial.powerLoss();
    trial.open();
  }

  /** Appends, syncs, flushes, a clean stop and a second start. */
  private static long script(LogTrial trial, int seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (int start = 0; start < 2; start++) {
      trial.open();
      for (int i = 0; i < 20; i++) {
        trial.append(random.nextInt(3) == 0);
        if (random.nextInt(8) == 0) {
          trial.sync();
        }
        if (random.nextInt(3) == 0) {
          trial.flush(random.nextInt(LogTrial.SHARDS));
        }
      }
      trial.sync();
      if (start == 0) {
        trial.close();
      }
    }
    return trial.disk.operations();
  }

  private static void randomRun(int seed, int steps) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    LogTrial trial = new LogTrial(SEGMENT_BYTES, random);
    trial.open();
    for (int i = 0; i < steps; i++) {
      int choice = random.nextInt(100);
      boolean lives =
          trial.survives(
              () -> {
                if (choice < 60) {
                  trial.append(random.nextInt(3) == 0);
                } else if (choice < 70) {
                  trial.sync();
                } else if (choice < 88) {
                  trial.flush(random.nextInt(LogTrial.SHARDS));
                } else if (choice < 92) {
                  long at = trial.disk.operations() + random.nextInt(1, 8);
                  trial.disk.script(SimDisk.Script.failAt(at));
                } else if (choice < 96) {
                  long at = trial.disk.operations() + random.nextInt(1, 12);
                  trial.disk.script(SimDisk.Script.crashAt(at));
                } else if (choice < 98) {
                  trial.disk.script(null);
                  trial.close();
                  trial.kill();
                  trial.open();
                } else {
                  trial.kill();
                  trial.open();
                }
              });
      while (!lives) {
        trial.powerLoss();
        if (random.nextInt(3) == 0) {
          long at = trial.disk.operations() + random.nextInt(1, 10);
          trial.disk.script(SimDisk.Script.crashAt(at));
        }
        lives = trial.survives(trial::open);
      }
    }
  }
}
