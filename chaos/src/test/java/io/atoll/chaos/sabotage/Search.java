package io.atoll.chaos.sabotage;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** The search for a seed that notices a sabotage. */
final class Search implements AutoCloseable {
  private final int from;
  private final int seeds;
  private final long mostCpuNanos;
  private final int threads;
  private final ExecutorService pool;
  private final SabotagedSource source = new SabotagedSource();
  private final FairRuns fair = new FairRuns();
  private final AtomicLong cpuNanos = new AtomicLong();
  private int tried;

  /**
   * @param from the first seed of each experiment; those before it were tried
   * @param seeds how many of each experiment
   * @param cpuSeconds after how much of the processor's time a search gives up
   * @param threads how many seeds run at a time
   */
  Search(int from, int seeds, int cpuSeconds, int threads) {
    this.from = from;
    this.seeds = seeds;
    this.mostCpuNanos = cpuSeconds * 1_000_000_000L;
    this.threads = threads;
    this.pool = Executors.newFixedThreadPool(threads);
  }

  /**
   * Looks for a seed.
   *
   * @param first what to try before all others, because it noticed once
   */
  Outcome of(Sabotage sabotage, List<Attempt> first) throws InterruptedException {
    List<Attempt> left = new ArrayList<>(first);
    Attempt.all(sabotage, seeds).stream()
        .filter(each -> each.seed() >= from && !first.contains(each))
        .forEach(left::add);
    cpuNanos.set(0);
    tried = Attempt.all(sabotage, from - 1).size();
    while (!left.isEmpty() && cpuNanos.get() < mostCpuNanos) {
      Finding found = next(sabotage, left);
      if (found != null && fair.isGood(found.attempt())) {
        return new Outcome(sabotage.name(), found, tried);
      }
    }
    return new Outcome(sabotage.name(), null, tried);
  }

  /** What is found next, if anything, of what is left to try. */
  private Finding next(Sabotage sabotage, List<Attempt> left) throws InterruptedException {
    try (Trial trial = new Trial(sabotage, source)) {
      while (!left.isEmpty() && cpuNanos.get() < mostCpuNanos) {
        List<Attempt> now = left.subList(0, Math.min(threads, left.size()));
        List<Future<List<String>>> verdicts = new ArrayList<>();
        now.forEach(each -> verdicts.add(pool.submit(() -> judge(trial, each))));
        Finding found = null;
        int looked = 0;
        for (Future<List<String>> verdict : verdicts) {
          List<String> broken = result(verdict);
          if (found == null) {
            looked++;
            found = broken.isEmpty() ? null : Finding.of(now.get(looked - 1), broken);
          }
        }
        tried += looked;
        left.subList(0, looked).clear();
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private List<String> judge(Trial trial, Attempt attempt) {
    long before = threadNanos();
    try {
      return trial.broken(attempt);
    } finally {
      cpuNanos.addAndGet(threadNanos() - before);
    }
  }

  private static List<String> result(Future<List<String>> verdict) throws InterruptedException {
    try {
      return verdict.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
