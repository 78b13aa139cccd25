package io.atoll.chaos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.Encounter;
import io.atoll.chaos.Verdict;
import io.atoll.chaos.fault.Fault;
import io.atoll.chaos.fault.Strike;
import io.atoll.chaos.fault.Whom;
import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultReportTest {
  private record Quiet() implements Fault {
    @Override
    public Undo begin(SimCluster cluster) {
      throw new AssertionError("nothing begins here");
    }

    @Override
    public Whom whom() {
      return Whom.EVERYBODY;
    }
  }

  private static Verdict met(Integer... requests) {
    return new Verdict(
        1,
        List.of(),
        "",
        List.of(requests).stream()
            .map(each -> new Encounter(new Strike(1, 0, 1, new Quiet()), each))
            .toList(),
        List.of());
  }

  @Test
  void aFaultThatNobodyFeltIsCounted() {
    FaultReport report = new FaultReport();
    report.add(met(0, 10));
    report.add(met(0));
    report.add(met());
    report.add(met());
    assertThat(report.lines()).hasSize(2);
    assertThat(report.lines().get(1).strip().split("\\s+"))
        .containsExactly("Quiet", "3", "2", "3", "2", "25", "%");
  }

  @Test
  void nothingIsSaidWhereNothingStruck() {
    FaultReport report = new FaultReport();
    report.add(met());
    assertThat(report.lines()).isEmpty();
  }
}
