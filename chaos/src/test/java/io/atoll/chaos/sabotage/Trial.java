package io.atoll.chaos.sabotage;

import io.atoll.chaos.copy.CopiedClasses;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** A sabotaged product before the judge, one seed after the other. */
final class Trial {
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
    List<String> broken = broken(experiment, seed);
    return broken.isEmpty()
        ? null
        : Finding.of(sabotage.name(), experiment, seed, broken.getFirst());
  }

  /** All that a seed notices; a run that could not go on is one thing. */
  List<String> broken(String experiment, long seed) {
    try {
      return ((List<?>) judgement.invoke(null, experiment, seed))
          .stream().map(String::valueOf).toList();
    } catch (InvocationTargetException e) {
      return List.of("Run: threw " + e.getTargetException());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
