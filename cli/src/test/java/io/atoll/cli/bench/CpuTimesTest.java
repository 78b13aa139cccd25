package io.atoll.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuTimesTest {
  @TempDir Path proc;
  private CpuTimes times;

  @BeforeEach
  void make() {
    times = new CpuTimes(proc, 50, Map.of("us-1", 7L));
  }

  @Test
  void userAndSystemTimeAreAddedWhateverTheProgramIsCalled() throws IOException {
    stat(7, "(a) b) S", 1000, 100, 77);
    CpuTimes.Sample before = times.sample();
    stat(7, "(a) b) R", 1200, 150, 77);
    CpuTimes.Use use = times.between(before, times.sample());

    assertThat(use.secondsByProcess()).isEqualTo(Map.of("us-1", OptionalDouble.of(5.0)));
    assertThat(use.ownSeconds()).isNotNegative();
  }

  @Test
  void aProcessThatEndedOrIsAnotherIsUnknown() throws IOException {
    assertThat(times.between(times.sample(), times.sample()).secondsByProcess())
        .isEqualTo(Map.of("us-1", OptionalDouble.empty()));
    stat(7, "(java) S", 1000, 100, 77);
    CpuTimes.Sample before = times.sample();
    stat(7, "(java) S", 10, 1, 99);
    assertThat(times.between(before, times.sample()).secondsByProcess())
        .isEqualTo(Map.of("us-1", OptionalDouble.empty()));
    Files.writeString(proc.resolve("7/stat"), "nonsense");
    assertThat(times.sample().byProcess()).isEmpty();
  }

  private void stat(long pid, String nameAndState, long user, long system, long start)
      throws IOException {
    Path file = Files.createDirectories(proc.resolve(Long.toString(pid))).resolve("stat");
    Files.writeString(
        file,
        "%d %s 1 7 7 0 -1 4194304 100 0 0 0 %d %d 0 0 20 0 30 0 %d 1000 200 18446744\n"
            .formatted(pid, nameAndState, user, system, start));
  }
}
