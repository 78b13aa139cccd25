package io.atoll.consensus;

import io.atoll.consensus.Message.OfInstance;
import io.atoll.synod.Acceptor;
import io.atoll.synod.SynodMessage.Promise;
import java.util.Optional;

/** A broken rule, to see whether the checker notices; applied from outside, by the simulation. */
enum Sabotage {
  NONE,
  /** A voter does not remember after a restart what it promised and accepted. */
  VOTERS_FORGET_WHEN_RESTARTED,
  /** A voter whose disk was taken back goes on as if it remembered everything. */
  FORGETFUL_VOTERS_VOTE,
  /** The disk says that it has what it will have only later. */
  ANSWERS_BEFORE_DURABLE,
  /** Proposers do not hear what was accepted before. */
  ACCEPTED_VALUES_IGNORED;

  byte[] restored(byte[] state) {
    if (this != VOTERS_FORGET_WHEN_RESTARTED) {
      return state;
    }
    DurableState s = DurableState.decode(state);
    return new DurableState(s.ownRound(), Acceptor.fresh(), s.firstEpoch(), s.decided()).encode();
  }

  Message delivered(Message message) {
    return this == ACCEPTED_VALUES_IGNORED
            && message instanceof OfInstance(long epoch, Promise<byte[]> promise)
        ? new OfInstance(epoch, new Promise<>(promise.ballot(), Optional.empty()))
        : message;
  }
}
