package io.atoll.peer;

/** Takes one kind of message, on the loop that it came in on. */
@FunctionalInterface
public interface PeerReceiver<Q> {
  /**
   * Takes one message.
   *
   * @param from node id of who sent it
   */
  void received(String from, Q content);
}
