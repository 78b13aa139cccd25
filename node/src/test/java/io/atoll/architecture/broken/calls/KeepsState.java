package io.atoll.architecture.broken.calls;

import java.util.HashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Breaks a rule on purpose. */
final class KeepsState {
  static int count;
  static final AtomicLong NUMBERS = new AtomicLong();
  static final HashMap<String, String> KNOWN = new HashMap<>();

  private KeepsState() {}
}
