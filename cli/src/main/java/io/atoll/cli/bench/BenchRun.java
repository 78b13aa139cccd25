package io.atoll.cli.bench;

import io.atoll.cli.bench.engine.GapFinder.Gap;
import io.atoll.cli.bench.engine.Generator;
import io.atoll.cli.bench.engine.KeyFormat;
import io.atoll.cli.bench.engine.MixedWorkload;
import io.atoll.cli.bench.engine.OpKind;
import io.atoll.cli.bench.engine.OpTally;
import io.atoll.cli.bench.engine.Pace;
import io.atoll.cli.bench.engine.Preload;
import io.atoll.cli.bench.engine.Recorder;
import io.atoll.cli.bench.engine.Results;
import io.atoll.cli.bench.engine.Series;
import io.atoll.cli.bench.engine.Values;
import io.atoll.cli.bench.engine.Window;
import io.atoll.cli.bench.engine.Workload;
import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.StopSignal;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/** Carries out the settings on a set of loops, while the calling thread waits and watches. */
final class BenchRun implements AutoCloseable {
  private static final Duration WATCH = Duration.ofMillis(50);
  private static final long FOREVER_NS = Long.MAX_VALUE / 4;

  private final BenchSettings settings;
  private final Values values;
  private final KeyFormat keyFormat;
  private final StopSignal stop;
  private final List<Loop> loops = new ArrayList<>();
  private final Pacer pacer;
  private final SplittableRandom random;

  BenchRun(BenchSettings settings, Values values, TargetFactory targets, StopSignal stop) {
    this.settings = settings;
    this.values = values;
    this.keyFormat = new KeyFormat(settings.keys().sizeBytes());
    this.stop = stop;
    this.random = new SplittableRandom(settings.course().seed());
    try {
      for (int i = 0; i < settings.load().loops(); i++) {
        loops.add(new Loop(targets.open(inFlight(i))));
      }
    } catch (RuntimeException e) {
      loops.forEach(Loop::close);
      throw e;
    }
    pacer = Pacer.start(loops);
  }

  /**
   * Writes all keys; answers whether the user let it come to its end.
   *
   * @param progress hears how many are written, many times a second
   * @throws CommandFailure when a key cannot be written
   */
  boolean preload(LongConsumer progress) throws InterruptedException {
    long nowNs = System.nanoTime();
    Window always = new Window(nowNs, nowNs + FOREVER_NS, Long.MAX_VALUE);
    List<Preload> parts = new ArrayList<>();
    List<Future<Void>> ends = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      Preload part =
          new Preload(
              settings.keys().count() * i / loops.size(),
              settings.keys().count() * (i + 1) / loops.size(),
              nowNs);
      parts.add(part);
      ends.add(begin(i, part, new Pace.Closed(), part, always));
    }
    Future<?> all = Future.all(ends);
    while (!all.isComplete() && !stop.await(WATCH)) {
      progress.accept(parts.stream().mapToLong(Preload::written).sum());
    }
    if (stop.isRaised()) {
      loops.forEach(loop -> loop.with(Generator::forget));
      return false;
    }
    Watch.check(all);
    long written = parts.stream().mapToLong(Preload::written).sum();
    progress.accept(written);
    for (Preload part : parts) {
      if (part.failure() != null) {
        throw new CommandFailure(
            "the keys cannot be written, %d of %d are: %s"
                .formatted(written, settings.keys().count(), part.failure()));
      }
    }
    return true;
  }

  /** Measures. */
  BenchResult measure(CpuTimes cpuTimes, BenchProgress progress) throws InterruptedException {
    long nowNs = System.nanoTime();
    long startNs = nowNs + settings.course().warmUpMs() * 1_000_000;
    long durationMs = settings.course().durationMs();
    long endNs = startNs + (durationMs == 0 ? FOREVER_NS : durationMs * 1_000_000);
    Recorder.Gaps gaps = Recorder.Gaps.from(startNs);
    Series series = new Series(loops.size());
    List<Recorder> recorders = new ArrayList<>();
    List<Future<Void>> ends = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      Window window = new Window(startNs, endNs, share(settings.course().maxRequests(), i));
      Recorder recorder = new Recorder(window, gaps, series);
      recorders.add(recorder);
      ends.add(
          begin(
              i,
              new MixedWorkload(
                  settings.load().readShare(), settings.keys().chooser(), random.split()),
              pace(i, nowNs),
              recorder,
              window));
    }
    progress.begin(startNs, (settings.course().durationMs() + 999) / 1_000);
    Watch watch =
        new Watch(
            loops, startNs, endNs, settings.load().timeoutMs(), cpuTimes, series, progress, stop);
    watch.untilTheEnd(Future.all(ends));
    return result(watch, recorders, gaps, series, progress);
  }

  private BenchResult result(
      Watch watch,
      List<Recorder> recorders,
      Recorder.Gaps gaps,
      Series series,
      BenchProgress progress) {
    for (int i = 0; i < loops.size(); i++) {
      Recorder recorder = recorders.get(i);
      loops
          .get(i)
          .with(
              generator -> {
                if (watch.isOverdue()) {
                  generator.abandon("no answer, and none within the timeout and a while after it");
                }
                recorder.end();
              });
    }
    progress.end(series.end());
    Recorder sum = recorders.getFirst();
    recorders.stream().skip(1).forEach(sum::add);
    long lastNs = watch.endNs();
    if (watch.isStopped()) {
      lastNs = watch.stoppedNs();
    } else if (settings.course().maxRequests() < Long.MAX_VALUE) {
      lastNs = Math.min(watch.endNs(), sum.lastNs());
    }
    gaps.end(lastNs);
    Map<OpKind, OpTally> tallies = new EnumMap<>(OpKind.class);
    Map<OpKind, Gap> gapsByKind = new EnumMap<>(OpKind.class);
    for (OpKind kind : settings.load().kinds()) {
      tallies.put(kind, sum.tally(kind));
      gapsByKind.put(kind, gaps.of(kind).longest());
    }
    return new BenchResult(
        tallies,
        sum.sendDelays(),
        watch.startNs(),
        Math.max(0, (lastNs - watch.startNs()) / 1e9),
        gaps.any().longest(),
        gapsByKind,
        watch.cpu(),
        watch.isStopped());
  }

  @Override
  public void close() {
    pacer.close();
    loops.forEach(Loop::close);
  }

  private Future<Void> begin(
      int index, Workload workload, Pace pace, Results results, Window window) {
    SplittableRandom chance = random.split();
    return loops
        .get(index)
        .begin(
            target ->
                new Generator(
                    workload,
                    pace,
                    target,
                    results,
                    window,
                    System::nanoTime,
                    inFlight(index),
                    settings.load().timeoutMs() * 1_000_000,
                    keyFormat,
                    values,
                    chance));
  }

  private Pace pace(int index, long nowNs) {
    if (!settings.load().isOpen()) {
      return new Pace.Closed();
    }
    double perSecond = settings.load().ratePerSecond() / loops.size();
    long offsetNs = (long) (1e9 * index / settings.load().ratePerSecond());
    return new Pace.Open(nowNs + offsetNs, perSecond);
  }

  private int inFlight(int index) {
    return (int) share(settings.load().inFlight(), index);
  }

  /** One loop's share of a number that all have together. */
  private long share(long all, int index) {
    int count = settings.load().loops();
    return all == Long.MAX_VALUE ? all : all / count + (index < all % count ? 1 : 0);
  }
}
