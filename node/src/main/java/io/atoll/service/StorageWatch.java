package io.atoll.service;

import io.atoll.env.Clock;
import io.atoll.env.Loop;
import io.atoll.env.Timers;
import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageStats;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks whether a node's storage takes writes, and tells a person in one line when it begins to
 * refuse them and in one when it takes them again; likewise of what works behind the log. A disk
 * that fails and recovers in turn is told of once in {@value #QUIET_MS} ms at most. Lives on loop
 * 0, but for {@link #cannotWriteBecause}.
 */
public final class StorageWatch {
  private static final long LOOK_MS = 500;
  private static final long QUIET_MS = 10_000;

  private final Supplier<StorageStats> stats;
  private final Clock clock;
  private final Consumer<String> report;
  private final Condition writing =
      new Condition(
          "cannot write: %s; reads are served, and writes passed on to other replicas",
          "can write again, after %d s");
  private final Condition background =
      new Condition(
          "flushes, manifests or compactions fail and are tried again: %s",
          "flushes, manifests and compactions succeed again, after %d s");
  private long failuresTold;
  private Timers.Timer timer;

  private volatile String cannotWrite = "";

  /**
   * @param stats of the storage
   * @param report takes lines for a person
   */
  public StorageWatch(Supplier<StorageStats> stats, Clock clock, Consumer<String> report) {
    this.stats = stats;
    this.clock = clock;
    this.report = report;
  }

  /** Looks from now on. */
  public void start(Loop loop) {
    timer = loop.every(LOOK_MS, this::look);
  }

  public void stop() {
    timer.cancel();
  }

  /** Empty while writes are taken; otherwise why they are not. Any thread. */
  public String cannotWriteBecause() {
    return cannotWrite;
  }

  void look() {
    StorageStats now = stats.get();
    cannotWrite = now.readOnly() == null ? "" : now.readOnly();
    writing.look(now.readOnly());
    background.look(now.failing());
    long failed = now.value(StorageMetric.LOG_FAILURES);
    if (now.readOnly() != null || writing.isTold()) {
      failuresTold = failed;
    } else if (failed > failuresTold && writing.mayTell()) {
      // So short that nothing was seen of it.
      writing.tell(
          "writing the log failed %d times and goes on in a new segment"
              .formatted(failed - failuresTold));
      failuresTold = failed;
    }
  }

  /** Something that may be wrong, and what was told of it. */
  private final class Condition {
    private final String begins;
    private final String ends;
    private boolean told;
    private long sinceMs;
    private long quietUntilMs = Long.MIN_VALUE;

    Condition(String begins, String ends) {
      this.begins = begins;
      this.ends = ends;
    }

    /** Whether the last that was told is that it is wrong. */
    boolean isTold() {
      return told;
    }

    boolean mayTell() {
      return clock.millis() >= quietUntilMs;
    }

    void look(String why) {
      boolean wrong = why != null;
      if (wrong == told || (wrong && !mayTell())) {
        return;
      }
      told = wrong;
      if (wrong) {
        sinceMs = clock.millis();
        tell(begins.formatted(why));
      } else {
        report.accept(ends.formatted((clock.millis() - sinceMs + 500) / 1_000));
      }
    }

    void tell(String line) {
      quietUntilMs = clock.millis() + QUIET_MS;
      report.accept(line);
    }
  }
}
