package io.atoll.env;

/**
 * A socket for datagrams: unreliable, unordered, at most {@value #MAX_BYTES} bytes each. Called
 * from loop 0 only.
 */
public interface Datagrams {
  /** The largest payload; fits any path's MTU. */
  int MAX_BYTES = 1_400;

  /**
   * Sends one datagram, or loses it: nothing is ever reported.
   *
   * @param payload 1 to {@value #MAX_BYTES} bytes; owned by the socket from here on
   */
  void send(Address to, byte[] payload);

  /** Names the one receiver, before which datagrams are lost; called on loop 0. */
  void onReceive(Receiver receiver);

  /** What wants the datagrams. */
  interface Receiver {
    /**
     * One datagram arrived.
     *
     * @param from who claims to have sent it; not authenticated
     * @param payload owned by the receiver
     */
    void received(Address from, byte[] payload);
  }
}
