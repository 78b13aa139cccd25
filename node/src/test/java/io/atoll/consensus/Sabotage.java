package io.atoll.consensus;

import java.util.Optional;

/** A broken rule, to see whether the checker notices; applied from outside, by the simulation. */
enum Sabotage {
  NONE,
  /** A voter does not remember after a restart what it promised and accepted. */
  VOTERS_FORGET_WHEN_RESTARTED,
  /** The disk says that it has what it will have only later. */
  ANSWERS_BEFORE_DURABLE,
  /** Proposers do not hear what was accepted before. */
  ACCEPTED_VALUES_IGNORED;

  byte[] restored(byte[] state) {
    if (this != VOTERS_FORGET_WHEN_RESTARTED) {
      return state;
    }
    DurableState s = DurableState.decode(state);
    return new DurableState(s.ownRound(), Acceptor.FRESH, s.firstEpoch(), s.decided()).encode();
  }

  Message delivered(Message message) {
    return this == ACCEPTED_VALUES_IGNORED && message instanceof Message.Promise p
        ? new Message.Promise(p.epoch(), p.ballot(), Optional.empty())
        : message;
  }
}
