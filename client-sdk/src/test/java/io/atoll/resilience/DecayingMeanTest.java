package io.atoll.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atoll.resilience.DecayingMean.Fade;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DecayingMeanTest {
  @Test
  void theFirstSampleIsTheMeanAndEachLaterOneMovesItByItsWeight() {
    DecayingMean mean = new DecayingMean(0.25, Fade.NEVER);
    assertThat(mean.isKnown()).isFalse();
    assertThat(mean.value()).isZero();
    mean.add(100, 0);
    assertThat(mean.value()).isEqualTo(100);
    mean.add(200, 1_000);
    assertThat(mean.value()).isEqualTo(125);
    assertThat(mean.faded(Long.MAX_VALUE)).isEqualTo(125);
  }

  @Property
  void itStaysWithinItsSamples(@ForAll @Size(min = 1) List<@IntRange(min = 1) Integer> samples) {
    DecayingMean mean = new DecayingMean(0.2, Fade.NEVER);
    samples.forEach(sample -> mean.add(sample, 0));
    double least = samples.stream().mapToInt(i -> i).min().orElseThrow();
    double most = samples.stream().mapToInt(i -> i).max().orElseThrow();
    assertThat(mean.value()).isBetween(least - 1e-3, most + 1e-3);
  }

  @Test
  void silenceHalvesItAgainAndAgain() {
    DecayingMean mean = new DecayingMean(0.25, new Fade(1_000, 0));
    mean.add(64, 0);
    assertThat(mean.faded(1_000)).isEqualTo(32);
    assertThat(mean.faded(3_000)).isEqualTo(8);
    assertThat(mean.value()).isEqualTo(64);
  }

  @Test
  void aShortSilenceLeavesItAsItIs() {
    DecayingMean mean = new DecayingMean(0.25, new Fade(1_000, 1_000));
    mean.add(64, 0);
    assertThat(mean.faded(999)).isEqualTo(64);
    assertThat(mean.faded(1_000)).isEqualTo(32);
  }

  @Test
  void whatFadedCountsForTheNextSampleOnlyOnceItIsSettled() {
    DecayingMean kept = new DecayingMean(0.5, new Fade(1_000, 0));
    kept.add(64, 0);
    kept.add(64, 1_000);
    assertThat(kept.value()).isEqualTo(64);
    DecayingMean settled = new DecayingMean(0.5, new Fade(1_000, 0));
    settled.add(64, 0);
    settled.settle(1_000);
    settled.add(64, 1_000);
    assertThat(settled.value()).isEqualTo(48);
  }

  @Test
  void raisedByEachSampleItIsTheirRecentMaximum() {
    DecayingMean slowest = new DecayingMean(0.5, Fade.NEVER);
    for (double sample : new double[] {10, 90, 10}) {
      slowest.add(sample, 0);
      slowest.raiseTo(sample);
    }
    assertThat(slowest.value()).isCloseTo(50, within(1e-9));
  }
}
