package io.atoll.cli.bench.engine;

/**
 * What to do next. Each {@link #advance} moves to the next request, which the other two describe
 * until then. Used by one {@link Generator}, on its thread.
 */
public interface Workload {
  /** Whether there is a next request now; it may be false and become true by a failure. */
  boolean hasNext();

  /** Moves to the next request. */
  void advance();

  /** What the request does. */
  OpKind kind();

  /** The number of its key. */
  long key();
}
