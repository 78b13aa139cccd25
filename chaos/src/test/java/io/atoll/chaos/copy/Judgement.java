package io.atoll.chaos.copy;

import io.atoll.chaos.Detail;
import io.atoll.chaos.Experiment;
import io.atoll.chaos.Experiments;
import io.atoll.chaos.Run;
import java.lang.reflect.Method;
import java.util.List;

/**
 * One seed of an experiment, run and judged by whatever classes this one was loaded with. Speaks
 * only types of the JDK, so that it can be called from outside of its class loader.
 */
public final class Judgement {
  private Judgement() {}

  /** What was found broken. */
  public static List<String> broken(String experiment, long seed) {
    Experiment chosen =
        Experiments.ALL.stream()
            .filter(each -> each.name().equals(experiment))
            .findFirst()
            .orElseThrow();
    return new Run(chosen, seed, Detail.VERDICT).verdict().broken();
  }

  /** {@link #broken} by the classes of a loader. */
  public static Method method(ClassLoader loader) {
    try {
      return loader
          .loadClass(Judgement.class.getName())
          .getMethod("broken", String.class, long.class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
