package io.atoll.repair;

import io.atoll.repair.sketch.Cells;
import io.atoll.repair.sketch.SketchKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.concurrent.Executor;

/**
 * The tokens and weights of all keys of an arc, as one look at it found them: what cells are made
 * of. Filled on the loop of the shard, then read only.
 */
final class ArcScan implements ArcReader.Visitor {
  /** So many keys are added to cells in one turn of a loop: about a millisecond. */
  private static final int KEYS_PER_TURN = 4096;

  private final SketchKey key;
  private final int maxKeys;
  private long[] entries;
  private int count;
  private boolean isWhole = true;

  /**
   * @param expectedKeys about how many there are
   * @param maxKeys with more than these it is of no use
   */
  ArcScan(SketchKey key, int expectedKeys, int maxKeys) {
    this.key = key;
    this.maxKeys = maxKeys;
    this.entries = new long[2 * Math.max(16, expectedKeys)];
  }

  @Override
  public boolean visit(long token, byte[] name, byte[] state) {
    if (count == maxKeys) {
      isWhole = false;
      return false;
    }
    if (2 * count == entries.length) {
      entries = Arrays.copyOf(entries, entries.length + entries.length / 2 & ~1);
    }
    entries[2 * count] = token;
    entries[2 * count + 1] = key.weight(name, state, 0, state.length);
    count++;
    return true;
  }

  /** Whether all keys are there. */
  boolean isWhole() {
    return isWhole;
  }

  int keys() {
    return count;
  }

  /**
   * Makes cells, in turns.
   *
   * @param loop where the caller is
   */
  Future<Cells> cells(int from, int to, Executor loop) {
    Promise<Cells> made = Promise.promise();
    add(new Cells(key, from, to), 0, loop, made);
    return made.future();
  }

  private void add(Cells cells, int first, Executor loop, Promise<Cells> made) {
    int end = Math.min(count, first + KEYS_PER_TURN);
    for (int i = first; i < end; i++) {
      cells.change(entries[2 * i], SketchKey.NO_WEIGHT, entries[2 * i + 1]);
    }
    if (end == count) {
      made.complete(cells);
    } else {
      loop.execute(() -> add(cells, end, loop, made));
    }
  }
}
