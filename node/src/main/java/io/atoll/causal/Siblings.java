package io.atoll.causal;

import java.util.List;

/** The state of one key: a dotted version vector set. Immutable. */
public final class Siblings {
  /** A key that was never written. */
  public static final Siblings EMPTY = new Siblings();

  private Siblings() {}

  /** Everything this state has seen, its values included: the context that a reader gets. */
  public VersionVector context() {
    throw new UnsupportedOperationException();
  }

  /** The values that nobody has superseded, tombstones included, in the order of their dots. */
  public List<Version> versions() {
    throw new UnsupportedOperationException();
  }

  /**
   * A write: supersedes what the context saw and is concurrent with the rest. The new dot is the
   * actor's next.
   *
   * @param context what the writer had seen; {@link VersionVector#EMPTY} for a blind write
   */
  public Siblings put(
      Actor actor,
      VersionVector context,
      long timestamp,
      boolean tombstone,
      String contentType,
      byte[] value) {
    throw new UnsupportedOperationException();
  }

  /** Both states joined: commutative, associative, idempotent. */
  public Siblings merge(Siblings other) {
    throw new UnsupportedOperationException();
  }

  /** The same history with only the value of the highest (timestamp, dot): last writer wins. */
  public Siblings lastWriterWins() {
    throw new UnsupportedOperationException();
  }

  /** The compact binary form; equal states have equal bytes. */
  public byte[] encode() {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedContextException naming what is wrong, for any other bytes
   */
  public static Siblings decode(byte[] bytes) {
    throw new UnsupportedOperationException();
  }
}
