package io.atoll.peer;

/**
 * A request of a peer, while it is served.
 *
 * @param <R> the reply
 */
public interface PeerQuestion<R> {
  /** Member number of who asks. */
  int asker();

  /** How long the asker waits from now on, give or take the way of the request. */
  long timeLeftMs();

  /** Answers; on the loop, now or later, as often as the call allows. */
  void reply(R reply);
}
