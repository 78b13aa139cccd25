package io.atoll.repair;

import io.atoll.env.Loop;
import io.vertx.core.AsyncResult;

/**
 * Reads the arcs of a shard that are not known, one after the other, in turns of the shard's loop.
 * What cannot be read, because of damage or of the disk, is left out and tried again later. Belongs
 * to the loop.
 */
public final class ArcRescan {
  private final ArcSketches sketches;
  private final ArcReader reader;
  private final Loop loop;
  private final long retryMs;
  private final SkippedArcs skipped = new SkippedArcs();
  private boolean running;
  private boolean retries;
  private boolean stopped;

  /**
   * @param retryMs after what time something that could not be read is tried again
   */
  public ArcRescan(ArcSketches sketches, ArcReader reader, Loop loop, long retryMs) {
    this.sketches = sketches;
    this.reader = reader;
    this.loop = loop;
    this.retryMs = retryMs;
  }

  /** There may be arcs that are not known any more. */
  public void wake() {
    if (!running && !stopped) {
      running = true;
      loop.execute(this::next);
    }
  }

  /** The same, and what could not be read may be readable now. */
  public void wakeAnew() {
    skipped.clear();
    wake();
  }

  /** Reads nothing any more. */
  public void stop() {
    stopped = true;
  }

  private void next() {
    ArcSketches.Reading reading = stopped ? null : sketches.read(skipped);
    if (reading == null) {
      running = false;
      retryLater();
      return;
    }
    reader
        .read(
            reading.keyspaceId,
            reading.tokens(),
            (token, key, state) -> {
              if (reading.counts()) {
                reading.found(token, key, state);
              }
              return reading.counts() && !stopped;
            })
        .onComplete(read -> ended(reading, read));
  }

  private void ended(ArcSketches.Reading reading, AsyncResult<Void> read) {
    if (stopped) {
      reading.fail();
    } else if (read.succeeded()) {
      reading.finish();
    } else if (reading.counts()) {
      reading.fail();
      skipped.add(reading.keyspaceId, reading.arc);
    }
    // Not within the call: what needs no disk would be read arc upon arc on one stack.
    loop.execute(this::next);
  }

  private void retryLater() {
    if (!retries && !stopped && !skipped.isEmpty()) {
      retries = true;
      loop.after(
          retryMs,
          () -> {
            retries = false;
            wakeAnew();
          });
    }
  }
}
