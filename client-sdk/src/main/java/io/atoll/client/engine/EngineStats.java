package io.atoll.client.engine;

/**
 * Hears what an engine does, to count it. Called on the loops of the engine, a refusal also on the
 * caller's thread, so implementations are thread-safe, quick, and do not throw. All methods do
 * nothing unless overridden.
 */
public interface EngineStats {
  /** Counts nothing. */
  EngineStats NONE = new EngineStats() {};

  /** What a request wants. */
  enum Operation {
    READ,
    WRITE
  }

  /** A state of connections. */
  enum Phase {
    /** Opening, up to the node's welcome. */
    DIALING,
    /** Taking requests. */
    OPEN,
    /** Taking no more, with requests in flight. */
    LEAVING
  }

  /**
   * A request ended.
   *
   * @param failure how it failed, null when it was done
   * @param nanos from the call to its end
   * @param attempts how often it was sent
   */
  default void ended(Operation operation, CallFailure.Kind failure, long nanos, int attempts) {}

  /** A request was sent again, because of a failure. */
  default void repeated(Operation operation) {}

  /** A second node was asked, because the first was slow. */
  default void hedged(Operation operation) {}

  /** That second node answered first. */
  default void hedgeWon(Operation operation) {}

  /** A repeat or a hedge was wanted and the budget did not allow it. */
  default void budgetSpent() {}

  /** More or fewer connections are in a phase. */
  default void connections(Phase phase, int delta) {}

  /** A connection could not be opened, or broke. */
  default void connectionFailed() {}

  /** A newer view of the cluster is in use. */
  default void viewChanged(long epoch) {}

  /** Bytes were handed to a connection, in that many frames. */
  default void sent(long bytes, long frames) {}

  /** Bytes came. */
  default void received(long bytes, long frames) {}

  /** A listener of a request threw; the engine goes on. */
  default void listenerThrew(Throwable thrown) {}
}
