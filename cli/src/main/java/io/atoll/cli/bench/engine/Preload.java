package io.atoll.cli.bench.engine;

import java.util.ArrayDeque;

/**
 * Writes each key of a range once, and again where nothing is known to have been written: the
 * workload and the results of one {@link Generator}. On its thread, but for {@link #written}.
 */
public final class Preload implements Workload, Results {
  /** Nothing succeeded for so long: it is given up. */
  private static final long PATIENCE_NS = 15_000_000_000L;

  private final long to;
  private final ArrayDeque<Long> again = new ArrayDeque<>();
  private long next;
  private long key;
  private volatile long written;
  private long lastSuccessNs;
  private volatile String failure;

  /**
   * @param from the first key's number
   * @param to one more than the last
   */
  public Preload(long from, long to, long nowNs) {
    this.next = from;
    this.to = to;
    this.lastSuccessNs = nowNs;
  }

  @Override
  public boolean hasNext() {
    return failure == null && (next < to || !again.isEmpty());
  }

  @Override
  public void advance() {
    key = again.isEmpty() ? next++ : again.pollFirst();
  }

  @Override
  public OpKind kind() {
    return OpKind.WRITE;
  }

  @Override
  public long key() {
    return key;
  }

  @Override
  public void completed(
      OpKind kind, long number, long startNs, long sentNs, long nowNs, Outcome outcome) {
    if (outcome.isAnswer()) {
      written++;
      lastSuccessNs = nowNs;
    } else if (outcome.kind() == Outcome.Kind.FAILED || nowNs - lastSuccessNs > PATIENCE_NS) {
      failure = "%s: %s".formatted(outcome.error(), outcome.message());
    } else {
      again.addLast(number);
    }
  }

  @Override
  public void notSent(OpKind kind, long nowNs) {
    again.addLast(key);
  }

  @Override
  public void tick(long nowNs) {
    // Completions tell the time as well.
  }

  /** How many keys are written; callable from any thread. */
  public long written() {
    return written;
  }

  /** Why it ended early; null if it did not. Callable from any thread. */
  public String failure() {
    return failure;
  }
}
