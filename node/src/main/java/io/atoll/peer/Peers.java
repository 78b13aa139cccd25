package io.atoll.peer;

/**
 * The other nodes, as the engines of one loop talk to them. Members are named by their numbers,
 * which are never given twice. Called and calling back on that loop.
 */
public interface Peers {
  /**
   * Asks a peer.
   *
   * @param timeoutMs after this long without an end the call is broken; the peer is told
   * @return null when the request certainly did not leave, and the listener will hear nothing
   */
  <Q, R> Call call(
      int member, PeerCall<Q, R> call, Q request, long timeoutMs, Listener<R> listener);

  /** Tells a peer something that wants no answer; it may be lost. */
  <Q> void tell(int member, PeerMessage<Q> message, Q content);

  /** A call that waits for its replies. */
  interface Call {
    /** No more replies are wanted. */
    void close();
  }

  /**
   * Who asked.
   *
   * @param <R> the reply
   */
  interface Listener<R> {
    /** One reply came; whether more do depends on the call. */
    void replied(R reply);

    /**
     * The link broke or the time is over: no more replies come, and the request may or may not have
     * been served.
     */
    void broken();

    /**
     * No replies come, for a reason that can be told: the peer does not know the call, or request
     * or reply are too long. Unless the reason says otherwise nothing was done.
     */
    default void notServed(NotServed why) {
      broken();
    }
  }
}
