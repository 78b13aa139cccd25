package io.atoll.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * Values that hold at the same time, each until it is taken back, in the order in which they came:
 * who takes back one leaves equal ones of others.
 */
final class Standing<T> {
  private final List<Entry<T>> entries = new ArrayList<>();

  /** A value with an identity, as two may be equal. */
  private static final class Entry<T> {
    private final T value;

    Entry(T value) {
      this.value = value;
    }
  }

  Undo add(T value) {
    return add(value, () -> {});
  }

  /**
   * Adds a value.
   *
   * @param whenGone runs after this one was taken back
   */
  Undo add(T value, Runnable whenGone) {
    Entry<T> entry = new Entry<>(value);
    entries.add(entry);
    return () -> {
      if (entries.remove(entry)) {
        whenGone.run();
      }
    };
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  List<T> values() {
    return entries.stream().map(entry -> entry.value).toList();
  }

  /** Takes back all, without a word to those who wait for it. */
  void clear() {
    entries.clear();
  }
}
