package io.atoll.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.world.Strife;
import io.atoll.sim.SimSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Plans keep to their time and to the budget, and use all that the catalogue has. */
class FaultPlanTest {
  private static final Targets TARGETS =
      Targets.of(SimSettings.members(3, 3, 3), List.of(new Place("client-1", "dc1")));

  private static List<FaultPlan> plans(Strife strife) {
    List<FaultPlan> plans = new ArrayList<>();
    for (long seed = 0; seed < 500; seed++) {
      plans.add(FaultPlan.choose(new SplittableRandom(seed), TARGETS, strife, 1_000, 20_000));
    }
    return plans;
  }

  private static Set<String> names(List<FaultPlan> plans) {
    return plans.stream()
        .flatMap(plan -> plan.strikes().stream())
        .map(strike -> strike.fault().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyStrikeLiesWithinTheTimeThatIsGivenAndHasANumber() {
    for (FaultPlan plan : plans(Strife.USUAL.withHarm())) {
      int id = 0;
      for (Strike strike : plan.strikes()) {
        assertThat(strike.id()).isEqualTo(++id);
        assertThat(strike.atMs()).isGreaterThanOrEqualTo(1_000);
        assertThat(strike.untilMs()).isLessThanOrEqualTo(20_000);
        assertThat(strike.forMs()).isGreaterThanOrEqualTo(200);
        assertThat(strike.fault().echoMs()).isLessThanOrEqualTo(Fault.LONGEST_ECHO_MS);
      }
    }
  }

  @Test
  void everyKindStrikesWhereHarmIsAllowed() {
    assertThat(names(plans(Strife.USUAL.withHarm())))
        .containsExactlyInAnyOrderElementsOf(Faults.names());
  }

  @Test
  void nobodyIsHarmedWhereHarmIsNotAllowed() {
    assertThat(plans(Strife.USUAL)).allMatch(plan -> plan.harms().isEmpty());
  }

  @Test
  void oneNodeIsHarmedInARunAtMost() {
    int harmed = 0;
    for (FaultPlan plan : plans(Strife.USUAL.withHarm())) {
      Set<String> nodes =
          plan.harms().stream().map(FaultPlan.Harm::nodeId).collect(Collectors.toSet());
      assertThat(nodes.size()).isLessThanOrEqualTo(1);
      harmed += nodes.size();
    }
    assertThat(harmed).isGreaterThan(100);
  }

  @Test
  void harmComesOneAfterTheOther() {
    for (FaultPlan plan : plans(Strife.USUAL.only("PutBack", "FlippedBits"))) {
      long free = 0;
      for (FaultPlan.Harm harm : plan.harms()) {
        assertThat(harm.fromMs()).isGreaterThanOrEqualTo(free);
        free = harm.untilMs();
      }
    }
  }

  @Test
  void harmLastsAsLongAsItsStrike() {
    FaultPlan plan = FaultPlan.of(List.of(new Strike(0, 5, 7, new PutBack("dc1-1", true))));
    assertThat(plan.harms()).containsExactly(new FaultPlan.Harm("dc1-1", 5, 12));
  }

  @Test
  void someRunsAreCalmAndOthersFierce() {
    assertThat(plans(Strife.USUAL)).anyMatch(plan -> plan.strikes().size() == 1);
    assertThat(plans(Strife.USUAL)).anyMatch(plan -> plan.strikes().size() > 12);
  }

  @Test
  void onlyWhatIsNamedStrikes() {
    assertThat(names(plans(Strife.USUAL.only("Pause", "PutBack"))))
        .containsExactly("Pause", "PutBack");
  }
}
