package io.atoll.service;

import io.atoll.peer.NotServed;
import io.atoll.peer.PeerCall;
import io.atoll.peer.Peers;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Calls that are answered once, as futures. */
final class PeerAnswers {
  private PeerAnswers() {}

  /**
   * Asks a member.
   *
   * @return the answer; fails, with a message for people, where none comes in time
   */
  static <Q, R> Future<R> ask(
      Peers peers, int member, PeerCall<Q, R> call, Q question, long timeoutMs) {
    Once<R> once = new Once<>();
    once.call = peers.call(member, call, question, timeoutMs, once);
    if (once.call == null) {
      once.answer.tryFail("not connected");
    }
    return once.answer.future();
  }

  private static final class Once<R> implements Peers.Listener<R> {
    private final Promise<R> answer = Promise.promise();
    private Peers.Call call;

    @Override
    public void replied(R reply) {
      call.close();
      answer.tryComplete(reply);
    }

    @Override
    public void broken() {
      answer.tryFail("no answer");
    }

    @Override
    public void notServed(NotServed why) {
      answer.tryFail(why.text());
    }
  }
}
