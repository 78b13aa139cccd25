package io.atoll.replication;

import io.atoll.ring.Member;

/** The other nodes, as replication needs them. Called and calling back on one loop. */
public interface Peers {
  /**
   * Asks a peer.
   *
   * @param timeoutMs after this long without an end the call is broken
   * @return null when the request certainly did not leave, and the listener will hear nothing
   */
  Call call(Member to, PeerRequest request, long timeoutMs, Listener listener);

  /** A question that is under way. */
  interface Call {
    /** No more replies are wanted. */
    void close();
  }

  /** Who asked. */
  interface Listener {
    /** One reply came; a spread merge brings one for each replica. */
    void replied(PeerReply reply);

    /**
     * The link broke or the time is over: no more replies come, and the request may or may not have
     * been served.
     */
    void broken();
  }
}
