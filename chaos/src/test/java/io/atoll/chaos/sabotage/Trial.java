package io.atoll.chaos.sabotage;

import io.atoll.chaos.copy.CopiedClasses;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** A sabotaged product before the judge, one seed after the other. */
final class Trial {
  private static final String THE_RUN = "Run";

  private final Sabotage sabotage;
  private final Method judgement;

  /**
   * Compiles and loads the sabotaged product.
   *
   * @param read classes that other trials have read
   */
  Trial(Sabotage sabotage, SabotagedSource source, ConcurrentHashMap<String, byte[]> read) {
    this.sabotage = sabotage;
    this.judgement = new CopiedClasses(source.compile(sabotage), read).judgement();
  }

  /**
   * Whether a seed notices.
   *
   * @return what was noticed first; null when every promise seems to be kept
   */
  Finding run(String experiment, long seed) {
    List<?> broken;
    try {
      broken = (List<?>) judgement.invoke(null, experiment, seed);
    } catch (InvocationTargetException e) {
      return new Finding(
          sabotage.name(), experiment, seed, THE_RUN, "threw " + e.getTargetException());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
    return broken.isEmpty()
        ? null
        : Finding.of(sabotage.name(), experiment, seed, String.valueOf(broken.getFirst()));
  }
}
