package io.atoll.client.transport;

/**
 * One thread of a client and what it sees of the world. All but {@link #execute} is called on it.
 */
public interface ClientLoop {
  /** Runs a task on this loop, later; from any thread. Tasks of one thread keep their order. */
  void execute(Runnable task);

  /** A clock for differences; ns. From any thread. */
  long nanos();

  /** An unpredictable number, uniform over all longs. */
  long random();

  /** Runs a task once, on this loop, not before a delay has passed. */
  Timer after(long delayMs, Runnable task);

  /**
   * Opens a connection.
   *
   * @param listener told of all that happens to it, on this loop, never within this call
   */
  void connect(String host, int port, long timeoutMs, Connection.Listener listener);

  /** Something that will happen. */
  interface Timer {
    /** It will not happen. */
    void cancel();
  }
}
