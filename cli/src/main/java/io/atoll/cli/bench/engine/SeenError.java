package io.atoll.cli.bench.engine;

import java.util.Map;

/**
 * How often an error happened.
 *
 * @param kind what it meant the first time
 * @param firstMessage the error in words, as it was the first time
 */
public record SeenError(Outcome.Kind kind, long count, String firstMessage) {
  /** Errors are few by contract; what breaks it must not fill the memory. */
  private static final int MAX_ERRORS = 64;

  static SeenError of(Outcome outcome) {
    return new SeenError(outcome.kind(), 1, outcome.message());
  }

  /** Adds it to those of the same name. */
  void addTo(Map<String, SeenError> errors, String error) {
    String name = errors.size() < MAX_ERRORS || errors.containsKey(error) ? error : "others";
    errors.merge(name, this, (a, b) -> new SeenError(a.kind, a.count + b.count, a.firstMessage));
  }
}
