package io.atoll.cli.bench;

import io.atoll.cli.bench.engine.Generator;
import io.atoll.cli.bench.engine.Series;
import io.atoll.cli.terminal.StopSignal;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * The calling thread's part in a measurement: it tells the progress, takes the processor times at
 * both ends of the window, hears the user's wish to stop, and does not wait for ever.
 */
final class Watch {
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** How much longer than its timeout a request is waited for. */
  private static final long GRACE_NS = 2_000_000_000L;

  private final List<Loop> loops;
  private final long startNs;
  private final long endNs;
  private final long timeoutMs;
  private final CpuTimes cpuTimes;
  private final Series series;
  private final BenchProgress progress;
  private final StopSignal stop;
  private CpuTimes.Sample before;
  private CpuTimes.Sample after;
  private long lastStartNs;
  private boolean overdue;
  private boolean stopped;
  private long stoppedNs;

  Watch(
      List<Loop> loops,
      long startNs,
      long endNs,
      long timeoutMs,
      CpuTimes cpuTimes,
      Series series,
      BenchProgress progress,
      StopSignal stop) {
    this.loops = loops;
    this.startNs = startNs;
    this.endNs = endNs;
    this.timeoutMs = timeoutMs;
    this.cpuTimes = cpuTimes;
    this.series = series;
    this.progress = progress;
    this.stop = stop;
  }

  /**
   * Returns when the generators are done, or should have been, or the user does not want more.
   *
   * @param done of all generators
   */
  void untilTheEnd(Future<?> done) throws InterruptedException {
    lastStartNs = System.nanoTime();
    while (true) {
      long nowNs = System.nanoTime();
      boolean ended = done.isComplete();
      check(done);
      if (before == null && nowNs - startNs >= 0) {
        before = cpuTimes.sample();
      }
      if (before != null && after == null && (ended || nowNs - endNs >= 0)) {
        after = cpuTimes.sample();
      }
      progress.rows(series);
      if (!loops.stream().allMatch(Loop::isEnding)) {
        lastStartNs = nowNs;
      }
      overdue = nowNs - lastStartNs > timeoutMs * 1_000_000 + GRACE_NS;
      if (ended || overdue) {
        return;
      }
      if (stop.isRaised()) {
        stopped(nowNs);
        return;
      }
      stop.await(untilNextLook(nowNs));
    }
  }

  CpuTimes.Use cpu() {
    return before == null
        ? null
        : cpuTimes.between(before, after == null ? cpuTimes.sample() : after);
  }

  private Duration untilNextLook(long nowNs) {
    long pauseNs = PAUSE.toNanos();
    for (long momentNs : new long[] {startNs, endNs}) {
      if (momentNs - nowNs > 0) {
        pauseNs = Math.min(pauseNs, momentNs - nowNs);
      }
    }
    return Duration.ofNanos(pauseNs);
  }

  /** What is in flight then is let go: it is no failure, and nobody waits for it. */
  private void stopped(long nowNs) {
    stopped = true;
    stoppedNs = Math.clamp(nowNs, startNs, endNs);
    if (before != null && after == null) {
      after = cpuTimes.sample();
    }
    loops.forEach(loop -> loop.with(Generator::forget));
  }

  /** A generator that broke off is a defect. */
  static void check(Future<?> done) {
    if (done.failed()) {
      throw new IllegalStateException("a generator broke off", done.cause());
    }
  }

  /** When the measurement began. */
  long startNs() {
    return startNs;
  }

  /** When it was to end. */
  long endNs() {
    return endNs;
  }

  /** Whether requests did not end in time, so that nobody waits for them any more. */
  boolean isOverdue() {
    return overdue;
  }

  /** Whether the user ended it. */
  boolean isStopped() {
    return stopped;
  }

  /** When the user ended it. */
  long stoppedNs() {
    return stoppedNs;
  }
}
