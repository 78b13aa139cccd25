package io.atoll.chaos.coverage;

import java.util.Map;

/** Classes of protocols that simulations reach less of, each with the reason. */
final class Unreached {
  static final Map<String, String> REASONS = Map.ofEntries();

  private Unreached() {}
}
