package io.atoll.cli.bench.engine;

/**
 * Keeps what a measurement needs to know of the requests of one {@link Generator}; on its thread
 * until that is done, then wherever its results are read.
 */
public final class Recorder implements Results {
  private static final long SECOND_NS = 1_000_000_000;

  private final Window window;
  private final Gaps gaps;
  private final Series series;
  private final OpTally reads = new OpTally();
  private final OpTally writes = new OpTally();
  private final Latencies sendDelays = new Latencies();
  private final SecondTally current = new SecondTally();
  private long second;
  private long lastNs;

  /** Gaps over all recorders of a measurement: of any success, and of each kind. */
  public record Gaps(GapFinder any, GapFinder reads, GapFinder writes) {
    public static Gaps from(long startNs) {
      return new Gaps(new GapFinder(startNs), new GapFinder(startNs), new GapFinder(startNs));
    }

    private void success(OpKind kind, long nowNs) {
      any.success(nowNs);
      of(kind).success(nowNs);
    }

    public GapFinder of(OpKind kind) {
      return kind == OpKind.READ ? reads : writes;
    }

    /** The measurement ended. */
    public void end(long nowNs) {
      any.success(nowNs);
      reads.success(nowNs);
      writes.success(nowNs);
    }
  }

  public Recorder(Window window, Gaps gaps, Series series) {
    this.window = window;
    this.gaps = gaps;
    this.series = series;
    this.lastNs = window.startNs();
  }

  @Override
  public void completed(
      OpKind kind, long key, long startNs, long sentNs, long nowNs, Outcome outcome) {
    if (!window.hasBegun(nowNs)) {
      return;
    }
    tick(nowNs);
    lastNs = nowNs;
    long latencyNs = nowNs - startNs;
    boolean inWindow = !window.isOver(nowNs);
    tally(kind).completed(outcome, latencyNs, inWindow);
    current.completed(outcome, latencyNs);
    sendDelays.add(sentNs - startNs);
    if (inWindow && outcome.isAnswer()) {
      gaps.success(kind, nowNs);
    }
  }

  @Override
  public void notSent(OpKind kind, long nowNs) {
    if (window.hasBegun(nowNs)) {
      tick(nowNs);
      tally(kind).notSent();
      current.notSent();
    }
  }

  @Override
  public void tick(long nowNs) {
    while (nowNs - window.startNs() >= (second + 1) * SECOND_NS) {
      series.add(second, current);
      current.clear();
      second++;
    }
  }

  /** Tells the last second, which may be shorter than the others, if anything ended in it. */
  public void end() {
    if (!current.isEmpty()) {
      series.add(second, current);
      current.clear();
    }
  }

  /** When the last request ended. */
  public long lastNs() {
    return lastNs;
  }

  public OpTally tally(OpKind kind) {
    return kind == OpKind.READ ? reads : writes;
  }

  /** How long after its time each request was sent: what the wait for room and this side cost. */
  public Latencies sendDelays() {
    return sendDelays;
  }

  /** Adds what another recorder of the same measurement kept. */
  public void add(Recorder other) {
    reads.add(other.reads);
    writes.add(other.writes);
    sendDelays.add(other.sendDelays);
    lastNs = Math.max(lastNs, other.lastNs);
  }
}
