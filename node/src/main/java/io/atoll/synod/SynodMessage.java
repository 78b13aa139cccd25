package io.atoll.synod;

import java.util.Optional;

/**
 * What proposers and acceptors of one instance say to each other. Any message may be lost,
 * repeated, delayed or overtaken by others; the sender's name must be true. Which instance it
 * belongs to, and its bytes, are its carrier's.
 */
public sealed interface SynodMessage<V> {
  /** The ballot that it belongs to. */
  Ballot ballot();

  /** Of a proposer to an acceptor. */
  sealed interface Request<V> extends SynodMessage<V> {}

  /** Of an acceptor to a proposer. */
  sealed interface Answer<V> extends SynodMessage<V> {}

  /** Promise to ignore every lower ballot, and tell what you accepted. */
  record Prepare<V>(Ballot ballot) implements Request<V> {}

  /** Accept this value. */
  record Accept<V>(Ballot ballot, V value) implements Request<V> {}

  /** Promised, and this is what was accepted last, if anything. */
  record Promise<V>(Ballot ballot, Optional<Vote<V>> vote) implements Answer<V> {}

  /** Accepted. */
  record Accepted<V>(Ballot ballot) implements Answer<V> {}

  /** A higher ballot was promised. */
  record Refused<V>(Ballot ballot, Ballot promised) implements Answer<V> {}
}
