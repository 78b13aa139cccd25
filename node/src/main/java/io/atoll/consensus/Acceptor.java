package io.atoll.consensus;

import java.util.Optional;

/**
 * What a voter has promised and accepted in the one open instance. Immutable; it must be durable
 * before the answer that tells of it leaves.
 *
 * @param promised no lower ballot is listened to
 * @param vote the value accepted at the highest ballot
 */
record Acceptor(Ballot promised, Optional<Vote> vote) {
  /** Nothing promised, nothing accepted. */
  static final Acceptor FRESH = new Acceptor(Ballot.NONE, Optional.empty());

  /** Whether a request of that ballot must be granted; one that was granted before is again. */
  boolean allows(Ballot ballot) {
    return ballot.compareTo(promised) >= 0;
  }

  Acceptor promise(Ballot ballot) {
    return new Acceptor(ballot, vote);
  }

  Acceptor accept(Ballot ballot, byte[] value) {
    return new Acceptor(ballot, Optional.of(new Vote(ballot, value)));
  }

  boolean hasAccepted(Ballot ballot) {
    return vote.isPresent() && vote.get().ballot().equals(ballot);
  }
}
