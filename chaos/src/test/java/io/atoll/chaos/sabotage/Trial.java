package io.atoll.chaos.sabotage;

import io.atoll.chaos.copy.CopiedClasses;
import io.atoll.chaos.copy.Judgement;
import io.atoll.chaos.copy.Redefinition;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A sabotaged product before the judge, one seed after the other. Where it can be, the product of
 * this process is sabotaged while the trial is open: there is one at a time, and nothing else may
 * run the product meanwhile. The others run in a copy of all classes, which is cold.
 */
final class Trial implements AutoCloseable {
  private static final ConcurrentHashMap<String, byte[]> READ = new ConcurrentHashMap<>();

  private final Optional<Redefinition> redefined;
  private final Method judgement;

  /** Compiles and loads the sabotaged product. */
  Trial(Sabotage sabotage, SabotagedSource source) {
    Map<String, byte[]> altered = source.compile(sabotage);
    redefined = Redefinition.of(altered);
    judgement =
        redefined.isPresent()
            ? Judgement.method(Judgement.class.getClassLoader())
            : Judgement.method(new CopiedClasses(altered, READ));
  }

  /** All that a seed notices; a run that could not go on is one thing. */
  List<String> broken(Attempt attempt) {
    try {
      return ((List<?>) judgement.invoke(null, attempt.experiment(), attempt.seed()))
          .stream().map(String::valueOf).toList();
    } catch (InvocationTargetException e) {
      Throwable cause = e.getTargetException();
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return List.of("Run: could not go on: " + cause);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether it goes without a copy of all classes. */
  boolean isCheap() {
    return redefined.isPresent();
  }

  @Override
  public void close() {
    redefined.ifPresent(Redefinition::close);
  }
}
