package io.atoll.chaos.history;

import io.atoll.ring.Keyspace;

/**
 * A change of the topology that an operator asked for, and what became of it.
 *
 * <p>Of a change that failed it is known either that nothing was changed, or nothing.
 */
public final class Change {
  /** What is to be done to a keyspace. */
  public enum Kind {
    CREATE,
    CHANGE,
    DROP
  }

  private final Kind kind;
  private final String name;
  private final Keyspace definition;
  private final String node;
  private final long invokedNanos;
  private long endedNanos = -1;
  private long epoch = -1;
  private String failure;
  private boolean withoutEffect;

  /**
   * @param name of the keyspace
   * @param definition of the keyspace as it is to be, whatever its id says; null for a drop
   * @param node through which it was asked for
   */
  public Change(Kind kind, String name, Keyspace definition, String node, long invokedNanos) {
    this.kind = kind;
    this.name = name;
    this.definition = definition;
    this.node = node;
    this.invokedNanos = invokedNanos;
  }

  public Kind kind() {
    return kind;
  }

  public String name() {
    return name;
  }

  public Keyspace definition() {
    return definition;
  }

  public long invokedNanos() {
    return invokedNanos;
  }

  public long endedNanos() {
    return endedNanos;
  }

  /** It was reported done. */
  public void decided(long inEpoch, long nowNanos) {
    epoch = inEpoch;
    endedNanos = nowNanos;
  }

  /**
   * It was reported not to be done.
   *
   * @param certainly whether nothing was changed, or it may have been all the same
   */
  public void failed(String why, boolean certainly, long nowNanos) {
    failure = why;
    withoutEffect = certainly;
    endedNanos = nowNanos;
  }

  public boolean isAcknowledged() {
    return epoch >= 0;
  }

  /** In which epoch it was decided; -1 unless it is acknowledged. */
  public long epoch() {
    return epoch;
  }

  /** Whether it may be in an epoch. */
  public boolean mayBeDecided() {
    return !withoutEffect;
  }

  /** Whether a keyspace is as this would have it, whatever its id is. */
  public boolean makes(Keyspace keyspace) {
    return definition != null
        && definition.name().equals(keyspace.name())
        && definition.replication().equals(keyspace.replication())
        && definition.conflicts() == keyspace.conflicts()
        && definition.read().equals(keyspace.read())
        && definition.write().equals(keyspace.write());
  }

  @Override
  public String toString() {
    String end =
        isAcknowledged()
            ? "done in epoch %d".formatted(epoch)
            : failure == null ? "not answered" : "failed: " + failure;
    return "%s of keyspace %s through %s, invoked at %.3f ms, %s"
        .formatted(kind, name, node, invokedNanos / 1e6, end);
  }
}
