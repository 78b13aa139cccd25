package io.atoll.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.world.Shape;
import java.util.ArrayList;
import java.util.List;

/** Expects of seeds of an experiment that nothing breaks. */
final class GoodSeeds {
  private final Experiment experiment;

  GoodSeeds(Experiment experiment) {
    this.experiment = experiment;
  }

  /**
   * Runs the seeds on all cores; with {@code -Dseed=N} that one alone, and then what is broken
   * comes with its transcript.
   */
  void expect(long from, long to) throws InterruptedException {
    String chosen = System.getProperty("seed", "");
    if (chosen.matches("-?[0-9]+")) {
      Verdict verdict = run(Long.parseLong(chosen));
      assertThat(verdict.broken()).as(String.join("\n", verdict.transcript())).isEmpty();
      return;
    }
    List<Verdict> broken = new ArrayList<>();
    SeedRuns.onAllCores(this::run)
        .run(from, to, verdict -> keepBroken(verdict, broken), () -> false);
    assertThat(broken).isEmpty();
  }

  /** The first seeds of each shape of a cluster, given as DCs and nodes per DC. */
  void expectInShapes(int seeds, int[][] shapes) {
    List<Verdict> broken = new ArrayList<>();
    for (int[] shape : shapes) {
      Shape there = Shape.of(shape[0], shape[1]);
      GoodSeeds in = new GoodSeeds(experiment.in(world -> world.with(there)));
      for (long seed = 1; seed <= seeds; seed++) {
        keepBroken(in.run(seed), broken);
      }
    }
    assertThat(broken).isEmpty();
  }

  /** Expects that a seed gives the same transcript each time. */
  void expectSameTwice(long seed) {
    Verdict once = run(seed);
    Verdict again = run(seed);
    assertThat(again.transcript()).isEqualTo(once.transcript());
    assertThat(again.summary()).isEqualTo(once.summary());
  }

  private Verdict run(long seed) {
    return new Run(experiment, seed).verdict();
  }

  private static void keepBroken(Verdict verdict, List<Verdict> broken) {
    if (!verdict.isGood()) {
      broken.add(verdict);
    }
  }
}
