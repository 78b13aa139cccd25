package io.atoll.service;

import io.atoll.env.Clock;
import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.repair.Extent;
import io.atoll.repair.KeyPlace;
import io.atoll.repair.KeySummary;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.ring.TokenRange;
import io.atoll.storage.ScanRange;
import io.atoll.storage.StorageEngine;
import io.atoll.storage.StorageKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToIntFunction;

/** Reads what this node has of some keys, without keeping the values. Lives on one loop. */
final class KeySummaries {
  /** The most keys that are read at once. */
  static final int MOST_KEYS = 512;

  /** The most bytes that their summaries take, or one larger summary. */
  static final int MOST_BYTES = 48 << 10;

  private final Loop home;
  private final StorageEngine engine;
  private final Clock clock;
  private final SketchKey weights;
  private final LongToIntFunction partitionOf;

  /**
   * @param home where it is called and calls back
   * @param partitionOf the partition of a token
   */
  KeySummaries(
      Loop home,
      StorageEngine engine,
      Clock clock,
      SketchKey weights,
      LongToIntFunction partitionOf) {
    this.home = home;
    this.engine = engine;
    this.clock = clock;
    this.weights = weights;
    this.partitionOf = partitionOf;
  }

  /**
   * Some keys in order.
   *
   * @param end the last key that was looked at; null where that was all
   */
  record Found(List<KeySummary> summaries, KeyPlace end) {}

  /** Which keys, and as of when. */
  record Stretch(int keyspaceId, long momentMs, KeyPlace after, KeyPlace upto) {
    private boolean isBehind(KeyPlace place) {
      return upto != null && place.compareTo(upto) > 0;
    }
  }

  /**
   * Reads the beginning of a stretch: as much as the bounds allow.
   *
   * @return fails when a part of it cannot be read
   */
  Future<Found> read(Stretch stretch, Extent extent) {
    return switch (extent) {
      case Extent.Range(TokenRange tokens) -> scan(stretch, tokens);
      case Extent.Tokens(long[] tokens) -> scanAll(stretch, tokens);
    };
  }

  private Future<Found> scanAll(Stretch stretch, long[] tokens) {
    Gathering gathering = new Gathering(tokens.length);
    for (int i = 0; i < tokens.length; i++) {
      int place = i;
      boolean isBefore =
          stretch.after != null && Long.compareUnsigned(tokens[i], stretch.after.token()) < 0;
      Future<Found> one =
          isBefore
              ? Future.succeededFuture(new Found(List.of(), null))
              : scan(stretch, TokenRange.closed(tokens[i], tokens[i]));
      one.onComplete(
          found -> gathering.found(place, found), refused -> gathering.failed(place, refused));
    }
    return gathering.all.future();
  }

  /** What is read of several tokens at the same time. */
  private static final class Gathering {
    private final Found[] parts;
    private final Promise<Found> all = Promise.promise();
    private Throwable refusal;
    private int left;

    Gathering(int count) {
      this.parts = new Found[count];
      this.left = count;
    }

    void found(int place, Found found) {
      parts[place] = found;
      one();
    }

    void failed(int place, Throwable cause) {
      refusal = cause;
      parts[place] = new Found(List.of(), null);
      one();
    }

    private void one() {
      if (--left > 0) {
        return;
      }
      if (refusal != null) {
        all.fail(refusal);
      } else {
        all.complete(joined());
      }
    }

    /** Up to the first part that is not whole, and no more than may be read at once. */
    private Found joined() {
      Bounds bounds = new Bounds();
      for (Found part : parts) {
        for (KeySummary summary : part.summaries()) {
          if (!bounds.add(summary)) {
            return bounds.found(bounds.last());
          }
        }
        if (part.end() != null) {
          return bounds.found(part.end());
        }
      }
      return bounds.found(null);
    }
  }

  /** Summaries up to the bounds. */
  private static final class Bounds {
    private final List<KeySummary> summaries = new ArrayList<>();
    private int bytes;

    /**
     * @return false when there is no room
     */
    boolean add(KeySummary summary) {
      if (isFull()) {
        return false;
      }
      summaries.add(summary);
      bytes += summary.sizeBytes();
      return true;
    }

    boolean isFull() {
      return summaries.size() >= MOST_KEYS || bytes >= MOST_BYTES;
    }

    KeyPlace last() {
      return summaries.getLast().place();
    }

    Found found(KeyPlace end) {
      return new Found(List.copyOf(summaries), end);
    }
  }

  /** Of one arc, or a part of it. */
  private Future<Found> scan(Stretch stretch, TokenRange tokens) {
    int shard = engine.shardOf(partitionOf.applyAsInt(tokens.from()));
    Loop loop = engine.loopOf(shard);
    Promise<Found> answer = Promise.promise();
    loop.execute(
        () ->
            outcome(shard, stretch, tokens)
                .onComplete(read -> home.execute(() -> answer.handle(read))));
    return answer.future();
  }

  private Future<Found> outcome(int shard, Stretch stretch, TokenRange tokens) {
    try {
      return scanHere(shard, stretch, tokens);
    } catch (Throwable defect) {
      FatalError.passOn(defect);
      return Future.failedFuture(defect);
    }
  }

  private Future<Found> scanHere(int shard, Stretch stretch, TokenRange tokens) {
    ScanRange all = ScanRange.of(stretch.keyspaceId, tokens);
    KeyPlace after = stretch.after;
    ScanRange range =
        after != null && tokens.contains(after.token())
            ? all.resumeAfter(new StorageKey(stretch.keyspaceId, after.token(), after.key()))
            : all;
    long nowMs = clock.wallMs();
    Bounds bounds = new Bounds();
    boolean[] isBehind = {false};
    return engine
        .shard(shard)
        .scan(
            range,
            (token, key, state) -> {
              KeyPlace place = new KeyPlace(token, key);
              if (stretch.isBehind(place)) {
                isBehind[0] = true;
                return false;
              }
              bounds.add(KeySummary.of(weights, place, state, stretch.momentMs, nowMs));
              return !bounds.isFull();
            })
        .map(stopped -> bounds.found(stopped == null || isBehind[0] ? null : bounds.last()));
  }
}
