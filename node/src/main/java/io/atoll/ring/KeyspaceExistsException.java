package io.atoll.ring;

/** A keyspace is to be created, and there is one of that name. */
public final class KeyspaceExistsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final transient Keyspace existing;

  KeyspaceExistsException(Keyspace existing) {
    super("keyspace %s exists".formatted(existing.name()));
    this.existing = existing;
  }

  /** The one that there is. */
  public Keyspace existing() {
    return existing;
  }
}
