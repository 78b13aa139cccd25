package io.atoll.chaos.sabotage;

import io.atoll.chaos.Experiment;
import io.atoll.chaos.SessionExperiment;
import io.atoll.chaos.session.Tampering;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One seed of an experiment, run and judged by whatever classes this one was loaded with. Speaks
 * only types of the JDK, so that it can be called from outside of its class loader.
 */
public final class Judgement {
  private Judgement() {}

  /** What the checkers found broken. */
  public static List<String> broken(String experiment, long seed) {
    return switch (experiment) {
      case "store" -> new Experiment(seed, 3, 3, UnaryOperator.identity()).run().broken();
      case "sessions" -> new SessionExperiment(seed, 3, 3, Tampering.NONE).run().broken();
      default -> throw new IllegalArgumentException("no experiment " + experiment);
    };
  }
}
