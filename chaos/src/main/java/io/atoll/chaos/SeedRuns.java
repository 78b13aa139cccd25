package io.atoll.chaos;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Runs many seeds, several at a time, and hands over how they ended in the order of the seeds. Each
 * run has one thread and shares nothing with the others, so what becomes of a seed does not depend
 * on how many run beside it. No more than a few verdicts for each thread wait for their turn.
 */
public final class SeedRuns {
  private static final int AHEAD = 4;
  private static final long LOOK_MS = 50;

  private final LongFunction<Verdict> run;
  private final int jobs;

  /**
   * @param run carries out a seed, in any thread
   * @param jobs how many seeds run at a time
   */
  public SeedRuns(LongFunction<Verdict> run, int jobs) {
    this.run = run;
    this.jobs = jobs;
  }

  /** On all cores of this machine. */
  public static SeedRuns onAllCores(LongFunction<Verdict> run) {
    return new SeedRuns(run, allCores());
  }

  /** How many seeds this machine can run at a time. */
  public static int allCores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * Runs seeds.
   *
   * @param last not less than the first
   * @param then told of each verdict, on the calling thread
   * @param stopped whether to let it be; what runs then is abandoned
   * @throws IllegalStateException when a run failed in itself, which says nothing about the store
   */
  public void run(long first, long last, Consumer<Verdict> then, BooleanSupplier stopped)
      throws InterruptedException {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            jobs, task -> Thread.ofPlatform().daemon().name("seeds").unstarted(task));
    Queue<Future<Verdict>> underWay = new ArrayDeque<>();
    long next = first;
    try {
      for (long seed = first; seed <= last; seed++) {
        while (next <= last && underWay.size() < jobs * AHEAD) {
          long begun = next++;
          underWay.add(threads.submit(() -> run.apply(begun)));
        }
        Verdict verdict = await(underWay.remove(), seed, stopped);
        if (verdict == null) {
          return;
        }
        then.accept(verdict);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Null when it is to be let be. */
  private static Verdict await(Future<Verdict> running, long seed, BooleanSupplier stopped)
      throws InterruptedException {
    while (!stopped.getAsBoolean()) {
      try {
        return running.get(LOOK_MS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        // Look again whether to stop.
      } catch (ExecutionException failed) {
        throw new IllegalStateException(
            "the run of seed %d failed in itself: %s".formatted(seed, failed.getCause()),
            failed.getCause());
      }
    }
    return null;
  }
}
