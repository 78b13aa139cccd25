package io.atoll.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DetailTest {
  private static final long SEED = 2;

  private static double timeOf(String line) {
    return Double.parseDouble(line.substring(0, line.indexOf(" ms")).strip());
  }

  @Test
  void aTranscriptWithAllDetailsIsOfTheSameRun() {
    Verdict usual = new Run(Experiments.STORE, SEED).verdict();
    Verdict detailed = new Run(Experiments.STORE, SEED, Detail.MESSAGES).verdict();
    assertThat(detailed.summary()).isEqualTo(usual.summary());
    assertThat(detailed.transcript()).containsAll(usual.transcript());
    assertThat(usual.transcript()).noneMatch(line -> line.contains(" asks: "));
  }

  @Test
  void everyRequestAndMessageIsToldInTheOrderOfTime() {
    Verdict detailed = new Run(Experiments.STORE, SEED, Detail.MESSAGES).verdict();
    List<String> lines = detailed.transcript();
    assertThat(lines).anyMatch(line -> line.contains("asks: write 0:"));
    assertThat(lines).anyMatch(line -> line.contains("is told: write 0 "));
    assertThat(lines).anyMatch(line -> line.contains("asks: read 0:"));
    assertThat(lines)
        .anyMatch(line -> line.contains("datagram: ping of") && line.endsWith("arrived"));
    assertThat(lines).anyMatch(line -> line.contains("frame: request of replication"));
    List<Double> times = lines.stream().map(DetailTest::timeOf).toList();
    assertThat(times).isSorted();
  }
}
