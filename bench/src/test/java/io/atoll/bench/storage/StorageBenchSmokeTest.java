package io.atoll.bench.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.bench.storage.Job.Side;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every workload on both engines, a few thousand entries each, in this process. */
class StorageBenchSmokeTest {
  private static final long ENTRIES = 3_000;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Side.class)
  void everyWorkloadFindsWhatWasWritten(Side side) throws Exception {
    ResultTable table = new ResultTable();
    for (Workload workload : Workload.values()) {
      // The crash leaves its engine open, which only the end of a process ends.
      if (workload != Workload.CRASH && workload != Workload.REOPEN) {
        Job job = job(side, workload);
        table.add(job, Child.run(job));
      }
    }
    assertThat(table.toString())
        .contains("unsynced random fill, one writer: operations a second")
        .contains("pauses of the collector")
        .contains("p99.9")
        .contains("resident memory for a million keys");
  }

  @Test
  void medianIsTheMiddleOrBetweenTheTwoInTheMiddle() {
    assertThat(medianOf(5, 1, 9)).isEqualTo(5);
    assertThat(medianOf(5, 1, 9, 6)).isEqualTo(5.5);
  }

  @Test
  void halfOfAValueRepeatsTheOther() {
    byte[] value = Entries.value(7, 1);
    assertThat(Entries.isValueOf(7, value, value.length)).isTrue();
    assertThat(Entries.isValueOf(8, value, value.length)).isFalse();
    assertThat(Arrays.copyOf(value, 50)).isEqualTo(Arrays.copyOfRange(value, 50, 100));
    assertThat(value).isNotEqualTo(Entries.value(7, 2));
  }

  private static double medianOf(double... throughputs) {
    List<Figures> rounds = new ArrayList<>();
    for (double each : throughputs) {
      Figures figures = new Figures();
      figures.put(Figure.OPS_PER_SECOND, each);
      rounds.add(figures);
    }
    return Figures.median(rounds).get(Figure.OPS_PER_SECOND);
  }

  private Job job(Side side, Workload workload) {
    String set = workload == Workload.SYNCED || workload == Workload.SYNCED_EQUAL ? "s" : "f";
    return new Job(
        side,
        workload,
        directory.resolve(set).toString(),
        ENTRIES,
        1 << 20,
        8,
        64,
        0.05,
        100_000,
        1);
  }
}
