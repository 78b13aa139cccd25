package io.atoll.client.transport;

import java.nio.ByteBuffer;

/** A connection to a node, on one loop. */
public interface Connection {
  /**
   * Sends bytes, in order. They are copied, so the array is the caller's again. One call is meant
   * to carry all that a loop turn has to say.
   */
  void write(byte[] bytes, int from, int length);

  /** Bytes that were written and that the network has not taken yet. */
  long unsentBytes();

  /** Closes at once; what is unsent is dropped. {@link Listener#closed} follows. */
  void close();

  /** Who is told. */
  interface Listener {
    /** The connection stands. */
    void opened(Connection connection);

    /** Bytes came; the buffer is valid during the call only. */
    void received(ByteBuffer bytes);

    /**
     * It ended, or never stood. Called exactly once and last.
     *
     * @param reason for a person, such as {@code connection refused}
     */
    void closed(String reason);
  }
}
