package io.atoll.storage.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at a moment drawn from a seed, which a failure names and {@code -Dseed=} sets.
 */
class KillTest {
  private static final int KEYS = 800;
  private static final int MOST_ACKNOWLEDGED = 4_000;
  private static final int KILLED = 128 + 9;

  @TempDir Path directory;

  @Test
  void whatWasAcknowledgedSurvivesAFewKills() throws Exception {
    survive(3);
  }

  @Test
  @Tag("slow")
  void whatWasAcknowledgedSurvivesManyKills() throws Exception {
    survive(Integer.getInteger("rounds", 200));
  }

  private void survive(int rounds) throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    Ledger ledger = new Ledger(KEYS);
    for (int round = 1; round <= rounds; round++) {
      try {
        kill(round, ledger, random);
      } catch (AssertionError lost) {
        throw new AssertionError("round " + round + " of -Dseed=" + seed, lost);
      }
    }
    closeCleanly(rounds + 1, ledger);
    closeCleanly(rounds + 2, ledger);
    assertThat(ledger.acknowledged()).as("writes that were acknowledged").isPositive();
  }

  /**
   * One life: most are ended after some acknowledgements, every fourth while it opens the directory
   * or reports.
   */
  private void kill(int round, Ledger ledger, SplittableRandom random) throws Exception {
    boolean early = round > 1 && random.nextInt(4) == 0;
    Report.Kind counted = early ? Report.Kind.FOUND : Report.Kind.ACKNOWLEDGED;
    int last = early ? random.nextInt(KEYS / 2) : random.nextInt(MOST_ACKNOWLEDGED);
    Process victim = start(round, "write");
    try (DataInputStream reports = reports(victim)) {
      int count = 0;
      boolean killed = false;
      for (Report report = Report.read(reports); report != null; report = Report.read(reports)) {
        ledger.note(report);
        count += report.kind() == counted ? 1 : 0;
        boolean opened = early || report.kind() == Report.Kind.ACKNOWLEDGED;
        if (!killed && opened && count >= last) {
          // Through the handle, because the process itself would close the pipe too.
          killed = victim.toHandle().destroyForcibly();
        }
      }
      assertThat(victim.waitFor()).as("how the victim ended").isEqualTo(KILLED);
    } finally {
      victim.destroyForcibly().waitFor();
    }
  }

  private void closeCleanly(int round, Ledger ledger) throws Exception {
    Process victim = start(round, "close");
    try (DataInputStream reports = reports(victim)) {
      for (Report report = Report.read(reports); report != null; report = Report.read(reports)) {
        ledger.note(report);
      }
      assertThat(victim.waitFor()).as("how the victim ended").isZero();
    } finally {
      victim.destroyForcibly().waitFor();
    }
  }

  private Process start(int round, String then) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            Files.createDirectories(directory.resolve("data")).toString(),
            Integer.toString(KEYS),
            Integer.toString(round),
            then));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static DataInputStream reports(Process victim) {
    return new DataInputStream(new BufferedInputStream(victim.getInputStream(), 1 << 16));
  }
}
