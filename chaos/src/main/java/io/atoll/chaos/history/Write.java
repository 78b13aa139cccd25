package io.atoll.chaos.history;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Dot;
import io.atoll.ring.ConsistencyLevel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * One put or delete of a run, and what became of it. The model of causality is {@link #seen}: the
 * writes that the client had been shown, directly or through what those had seen; it is kept apart
 * from the store's own vectors, which it judges.
 */
public final class Write {
  private final int id;
  private final String client;
  private final String keyspace;
  private final String key;
  private final boolean delete;
  private final ConsistencyLevel level;
  private final CausalContext context;
  private final BitSet seen;
  private final long invokedNanos;
  private final List<Dot> dots = new ArrayList<>();
  private long timestamp;
  private long acknowledgedNanos = -1;
  private String failure;

  /**
   * @param id unique in the run, 0 or more
   * @param context what the client sent along
   * @param seen ids of the writes that the client had seen when it got that context
   */
  public Write(
      int id,
      String client,
      String keyspace,
      String key,
      boolean delete,
      ConsistencyLevel level,
      CausalContext context,
      BitSet seen,
      long invokedNanos) {
    this.id = id;
    this.client = client;
    this.keyspace = keyspace;
    this.key = key;
    this.delete = delete;
    this.level = level;
    this.context = context;
    this.seen = (BitSet) seen.clone();
    this.invokedNanos = invokedNanos;
  }

  public int id() {
    return id;
  }

  public String keyspace() {
    return keyspace;
  }

  public String key() {
    return key;
  }

  public boolean isDelete() {
    return delete;
  }

  public ConsistencyLevel level() {
    return level;
  }

  public CausalContext context() {
    return context;
  }

  /** Whether the client had seen another write, so that this one supersedes it. */
  public boolean supersedes(int other) {
    return seen.get(other);
  }

  /** This write and everything that it had seen. */
  public BitSet history() {
    BitSet history = (BitSet) seen.clone();
    history.set(id);
    return history;
  }

  /** A replica made the write event; more than once is a mistake of the store. */
  void made(Dot dot, long atTimestamp) {
    dots.add(dot);
    timestamp = atTimestamp;
  }

  /** The write events that it became: one, or none when it never reached a replica. */
  public List<Dot> dots() {
    return dots;
  }

  /** Hybrid logical time of the write event. */
  public long timestamp() {
    return timestamp;
  }

  /** The store said that it is done. */
  public void acknowledged(long nowNanos) {
    acknowledgedNanos = nowNanos;
  }

  /** The store said that it is not, or said nothing: it may still take effect. */
  public void failed(String why) {
    failure = why;
  }

  public boolean isAcknowledged() {
    return acknowledgedNanos >= 0;
  }

  /** Whether it was acknowledged before a time. */
  public boolean isAcknowledgedBefore(long nanos) {
    return isAcknowledged() && acknowledgedNanos < nanos;
  }

  @Override
  public String toString() {
    String end =
        isAcknowledged()
            ? "acknowledged at %.3f ms".formatted(acknowledgedNanos / 1e6)
            : "failed: " + failure;
    return "write %d by %s: %s %s/%s at %s, invoked at %.3f ms, seen %s, became %s, %s"
        .formatted(
            id,
            client,
            delete ? "delete" : "put",
            keyspace,
            key,
            level,
            invokedNanos / 1e6,
            seen,
            dots,
            end);
  }
}
