package io.atoll.service;

import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.repair.ArcId;
import io.atoll.repair.ArcSpan;
import io.atoll.repair.ArcSums;
import io.atoll.repair.Basis;
import io.atoll.repair.CommonArcs;
import io.atoll.storage.StorageEngine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;

/** Adds up what one shard has of some arcs, on its loop, some at a time. */
final class ShardSums {
  /**
   * So many arcs, those of other shards included, are gone through before others get their turn.
   */
  private static final int ARCS_PER_TURN = 4_096;

  private final StorageEngine engine;
  private final int shard;
  private final SketchedShard sketched;
  private final CommonArcs arcs;
  private final Basis basis;

  /** A part of a span. */
  private record Part(int number, ArcSpan span) {}

  ShardSums(StorageEngine engine, int shard, SketchedShard sketched, CommonArcs arcs, Basis basis) {
    this.engine = engine;
    this.shard = shard;
    this.sketched = sketched;
    this.arcs = arcs;
    this.basis = basis;
  }

  /**
   * Adds them up.
   *
   * @param sums of nothing yet
   * @param home the loop on which it completes
   */
  Future<ArcSums> gather(ArcSums sums, Loop home) {
    Promise<ArcSums> all = Promise.promise();
    Queue<Part> left = new ArrayDeque<>();
    for (int i = 0; i < sums.spans().size(); i++) {
      ArcSpan span = sums.spans().get(i);
      for (ArcSpan part : span.split(Math.ceilDiv(span.size(), ARCS_PER_TURN))) {
        left.add(new Part(i, part));
      }
    }
    Loop loop = engine.loopOf(shard);
    loop.execute(() -> turn(sums, left, loop, home, all));
    return all.future();
  }

  private void turn(ArcSums sums, Queue<Part> left, Loop loop, Loop home, Promise<ArcSums> all) {
    try {
      int gone = 0;
      while (!left.isEmpty() && gone < ARCS_PER_TURN) {
        Part part = left.poll();
        gone += part.span.size();
        add(sums, part);
      }
    } catch (Throwable defect) {
      FatalError.passOn(defect);
      home.execute(() -> all.fail(defect));
      return;
    }
    if (left.isEmpty()) {
      home.execute(() -> all.complete(sums));
    } else {
      loop.execute(() -> turn(sums, left, loop, home, all));
    }
  }

  private void add(ArcSums sums, Part part) {
    arcs.visit(
        part.span,
        (index, keyspaceId, arc) -> {
          if (engine.shardOf(arc) == shard && !basis.excluded().has(index)) {
            sums.add(
                part.number,
                index,
                sketched.sketches(),
                new ArcId(keyspaceId, arc),
                basis.momentMs());
          }
        });
  }
}
