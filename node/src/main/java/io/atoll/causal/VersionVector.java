package io.atoll.causal;

/** What has been seen: per actor, every event up to a counter. Immutable. */
public final class VersionVector {
  /** Nothing seen. */
  public static final VersionVector EMPTY = new VersionVector();

  private VersionVector() {}

  /** The counter of an actor, 0 when nothing of it was seen. */
  public long counter(Actor actor) {
    throw new UnsupportedOperationException();
  }

  /** Whether a write event was seen. */
  public boolean contains(Dot dot) {
    throw new UnsupportedOperationException();
  }

  /** Whether everything that the other has seen was seen here too. */
  public boolean descends(VersionVector other) {
    throw new UnsupportedOperationException();
  }

  /** Everything that either has seen. */
  public VersionVector merge(VersionVector other) {
    throw new UnsupportedOperationException();
  }

  public boolean isEmpty() {
    throw new UnsupportedOperationException();
  }

  /** The opaque, URL-safe string that clients carry; short, versioned, checked. */
  public String toContext() {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads what {@link #toContext} wrote.
   *
   * @throws MalformedContextException naming what is wrong
   */
  public static VersionVector fromContext(String context) {
    throw new UnsupportedOperationException();
  }
}
