package io.atoll.client;

import io.atoll.client.failure.AtollException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The result of each key of a batch, since each may fail alone, in the order in which the keys were
 * given. Immutable.
 *
 * <p>Keys are found by {@code equals}, so arrays of bytes only by the very arrays that were given.
 *
 * @param <K> keys
 * @param <R> what one key gets: an {@link Entry} or {@link Written}
 */
public final class BatchResult<K, R> {
  private final Map<K, R> successes;
  private final Map<K, AtollException> failures;

  BatchResult(LinkedHashMap<K, R> successes, LinkedHashMap<K, AtollException> failures) {
    this.successes = Collections.unmodifiableMap(successes);
    this.failures = Collections.unmodifiableMap(failures);
  }

  /** What was fulfilled. */
  public Map<K, R> successes() {
    return successes;
  }

  /** What was not, and why. */
  public Map<K, AtollException> failures() {
    return failures;
  }

  /** Whether nothing failed. */
  public boolean isComplete() {
    return failures.isEmpty();
  }

  /**
   * What came of one key.
   *
   * @throws AtollException what it failed with
   * @throws NoSuchElementException when it was not in the batch
   */
  public R get(K key) {
    R success = successes.get(key);
    if (success != null) {
      return success;
    }
    AtollException failure = failures.get(key);
    if (failure != null) {
      throw failure;
    }
    throw new NoSuchElementException("the batch had no such key");
  }

  /**
   * All of it.
   *
   * @throws AtollException the first failure, if there is any
   */
  public Map<K, R> orThrow() {
    if (!failures.isEmpty()) {
      throw failures.values().iterator().next();
    }
    return successes;
  }

  /** How many were fulfilled, and how many not. */
  @Override
  public String toString() {
    return "%d fulfilled, %d failed".formatted(successes.size(), failures.size());
  }
}
