package io.atoll.bench.storage;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.consumer.RecordingStream;

/** The pauses that the collector makes while this is open, by the flight recorder's account. */
final class Pauses implements AutoCloseable {
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong totalNanos = new AtomicLong();
  private final AtomicLong longestNanos = new AtomicLong();
  private final RecordingStream stream = new RecordingStream();

  Pauses() {
    stream.enable("jdk.GCPhasePause").withThreshold(Duration.ZERO);
    stream.onEvent(
        "jdk.GCPhasePause",
        event -> {
          long nanos = event.getDuration().toNanos();
          count.incrementAndGet();
          totalNanos.addAndGet(nanos);
          longestNanos.accumulateAndGet(nanos, Math::max);
        });
    stream.startAsync();
  }

  /** Ends the count. */
  void stop() {
    stream.stop();
  }

  void report(Figures figures) {
    figures.put(Figure.PAUSES, count.get());
    figures.put(Figure.PAUSE_TOTAL_MS, totalNanos.get() / 1e6);
    figures.put(Figure.PAUSE_LONGEST_MS, longestNanos.get() / 1e6);
  }

  @Override
  public void close() {
    stream.close();
  }
}
