package io.atoll.peer;

/** Serves one kind of call, on the loop that it came in on. */
@FunctionalInterface
public interface PeerHandler<Q, R> {
  /** Serves one request; it may be answered later. */
  void serve(Q request, PeerQuestion<R> question);
}
