package io.atoll.sim;

/** Hears of every message in a simulated network when it has arrived or is lost. */
@FunctionalInterface
public interface MessageLog {
  /** How a message travels. */
  enum Carrier {
    /** A datagram between nodes. */
    DATAGRAM,
    /** A frame of a connection between nodes. */
    FRAME,
    /** A piece of what a client and a node send each other. */
    STREAM
  }

  /** What happens to a message that is not lost. */
  String ARRIVED = "arrived";

  /**
   * A message has ended its way, now.
   *
   * @param bytes what it holds; not to be changed
   * @param sentNanos virtual time at which it was sent
   * @param fate {@link #ARRIVED}, or why it is lost
   */
  void ended(Carrier carrier, String from, String to, byte[] bytes, long sentNanos, String fate);
}
