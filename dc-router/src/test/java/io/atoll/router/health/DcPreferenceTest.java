package io.atoll.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.router.health.DcPreference.Candidate;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DcPreferenceTest {
  private static final long MS = 1_000_000L;
  private static final long SETTLE = 5_000 * MS;
  private static final long RAMP = 10_000 * MS;

  private final DcPreference preference = new DcPreference("", SETTLE, RAMP);

  @Test
  void theNearestIsFirstAndTheOthersFollowByDistance() {
    List<Candidate> all = List.of(dc("us", 80), dc("eu", 2), dc("ap", 40));
    preference.update(all, 0);
    assertThat(preference.current()).isEqualTo("eu");
    assertThat(preference.order(all, "eu")).containsExactly("eu", "ap", "us");
  }

  @Test
  void whatIsAboutAsFarAwayIsTakenInTheOrderListed() {
    preference.update(List.of(dc("us", 10), dc("eu", 9)), 0);
    assertThat(preference.current()).isEqualTo("us");
  }

  @Test
  void theLocalDcIsFirstWhateverItsLatency() {
    DcPreference local = new DcPreference("us", SETTLE, RAMP);
    List<Candidate> all = List.of(dc("eu", 2), dc("us", 80), dc("ap", 1));
    local.update(all, 0);
    assertThat(local.current()).isEqualTo("us");
    assertThat(local.order(all, "us")).containsExactly("us", "ap", "eu");
  }

  @Test
  void aDcThatCannotBeUsedIsLeftAtOnce() {
    preference.update(List.of(dc("us", 2), dc("eu", 80)), 0);
    preference.update(List.of(down("us"), dc("eu", 80)), MS);
    assertThat(preference.current()).isEqualTo("eu");
    assertThat(preference.leaving()).isNull();
    assertThat(preference.moved(MS)).isEqualTo(1);
    assertThat(preference.switches()).isEqualTo(1);
  }

  @Test
  void trafficReturnsOnlyWhenTheBetterDcHasBeenBetterForAWhileAndThenBitByBit() {
    preference.update(List.of(down("us"), dc("eu", 80)), 0);
    Candidate back = new Candidate("us", true, 2 * MS, MS);
    for (long now = MS; now < MS + SETTLE; now += 500 * MS) {
      preference.update(List.of(back, dc("eu", 80)), now);
      assertThat(preference.current()).isEqualTo("eu");
    }
    long moved = 2 * MS + SETTLE;
    preference.update(List.of(back, dc("eu", 80)), moved);
    assertThat(preference.current()).isEqualTo("us");
    assertThat(preference.leaving()).isEqualTo("eu");
    assertThat(preference.moved(moved)).isZero();
    assertThat(preference.moved(moved + RAMP / 4)).isEqualTo(0.25);
    preference.update(List.of(back, dc("eu", 80)), moved + RAMP);
    assertThat(preference.leaving()).isNull();
  }

  @Test
  void aLapseStartsTheWaitAnew() {
    preference.update(List.of(dc("us", 120), dc("eu", 80)), 0);
    preference.update(List.of(dc("us", 2), dc("eu", 80)), MS);
    preference.update(List.of(dc("us", 79), dc("eu", 80)), SETTLE);
    preference.update(List.of(dc("us", 2), dc("eu", 80)), SETTLE + MS);
    preference.update(List.of(dc("us", 2), dc("eu", 80)), 2 * SETTLE);
    assertThat(preference.current()).isEqualTo("eu");
    preference.update(List.of(dc("us", 2), dc("eu", 80)), 2 * SETTLE + MS);
    assertThat(preference.current()).isEqualTo("us");
  }

  @Test
  void theDcThatIsLeftIsForgottenWhenItDies() {
    preference.update(List.of(dc("us", 120), dc("eu", 80)), 0);
    preference.update(List.of(dc("us", 2), dc("eu", 80)), MS);
    preference.update(List.of(dc("us", 2), dc("eu", 80)), MS + SETTLE);
    assertThat(preference.leaving()).isEqualTo("eu");
    preference.update(List.of(dc("us", 2), down("eu")), 2 * MS + SETTLE);
    assertThat(preference.leaving()).isNull();
  }

  @Test
  void withoutAnyUsableDcTheLastOneStaysInMindAndTheUsableComeFirst() {
    preference.update(List.of(dc("us", 2), dc("eu", 80)), 0);
    List<Candidate> none = List.of(down("us"), down("eu"));
    preference.update(none, MS);
    assertThat(preference.current()).isEqualTo("us");
    assertThat(preference.order(List.of(down("us"), dc("eu", 80)), "us"))
        .containsExactly("eu", "us");
  }

  /** Latencies that jump about do not make traffic jump about: it settles in between. */
  @Property(tries = 300)
  void itNeverSwitchesTwiceWithinTheSettlingTimeWhileBothWork(
      @ForAll @Size(max = 300) List<@IntRange(min = 1, max = 100) Integer> latencies) {
    DcPreference calm = new DcPreference("", SETTLE, RAMP);
    long now = 0;
    long switchedAt = -SETTLE;
    long switches = 0;
    for (int i = 0; i + 1 < latencies.size(); i += 2) {
      now += 500 * MS;
      calm.update(List.of(dc("us", latencies.get(i)), dc("eu", latencies.get(i + 1))), now);
      if (calm.switches() > switches) {
        assertThat(now - switchedAt).isGreaterThanOrEqualTo(SETTLE);
        switchedAt = now;
        switches = calm.switches();
      }
    }
  }

  private static Candidate dc(String name, long latencyMs) {
    return new Candidate(name, true, latencyMs * MS, -SETTLE);
  }

  private static Candidate down(String name) {
    return new Candidate(name, false, MS, 0);
  }
}
