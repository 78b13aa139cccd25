package io.atoll.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.chaos.fault.Encounters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SeedRunsTest {
  private static Verdict good(long seed) {
    return new Verdict(seed, List.of(), "", Encounters.NONE, List.of());
  }

  @Test
  void verdictsComeInTheOrderOfSeedsThoughALaterRunEndsFirst() throws InterruptedException {
    CountDownLatch laterOnes = new CountDownLatch(3);
    List<Long> told = new ArrayList<>();
    new SeedRuns(
            seed -> {
              if (seed == 5) {
                awaitQuietly(laterOnes);
              } else {
                laterOnes.countDown();
              }
              return good(seed);
            },
            2)
        .run(5, 9, verdict -> told.add(verdict.seed()), () -> false);
    assertThat(told).containsExactly(5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void fewVerdictsWaitForASlowSeed() throws InterruptedException {
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger told = new AtomicInteger();
    List<Integer> ahead = new ArrayList<>();
    new SeedRuns(
            seed -> {
              begun.incrementAndGet();
              return good(seed);
            },
            2)
        .run(1, 100, verdict -> ahead.add(begun.get() - told.getAndIncrement()), () -> false);
    assertThat(ahead).hasSize(100).allMatch(count -> count <= 8);
  }

  @Test
  void stopsThoughARunHangs() throws InterruptedException {
    List<Long> told = new ArrayList<>();
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch hangs = new CountDownLatch(1);
    new SeedRuns(
            seed -> {
              if (seed == 3) {
                hangs.countDown();
                awaitQuietly(never);
              }
              return good(seed);
            },
            1)
        .run(1, 9, verdict -> told.add(verdict.seed()), () -> hangs.getCount() == 0);
    assertThat(told).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void aRunThatFailsInItselfIsNamed() {
    SeedRuns runs =
        new SeedRuns(
            seed -> {
              throw new IllegalStateException("the judge stumbled");
            },
            2);
    assertThatThrownBy(() -> runs.run(7, 8, verdict -> {}, () -> false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("seed 7")
        .hasMessageContaining("the judge stumbled");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
