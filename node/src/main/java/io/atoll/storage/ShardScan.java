package io.atoll.storage;

import io.atoll.env.Loop;
import io.atoll.storage.manifest.RangeTombstone;
import io.atoll.storage.table.EntryCursor;
import io.atoll.storage.table.Keys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Shows a visitor the entries of a range as they were when the scan began, merged from memtables
 * and tables, whose memory and files it pins until it ends. It takes turns with everything else on
 * the loop: {@value #ENTRIES_PER_TURN} entries at a time, and none while it waits for the disk.
 * Belongs to the shard's loop.
 *
 * <p>A drop that comes meanwhile may be seen or not.
 */
final class ShardScan {
  private static final int ENTRIES_PER_TURN = 1_024;
  private static final int NONE = -1;

  /** Says what a failed read means. */
  @FunctionalInterface
  interface Failures {
    StorageException typed(LiveTable table, IOException cause);
  }

  private final Loop loop;
  private final ScanRange range;
  private final ScanVisitor visitor;
  private final List<RangeTombstone> rangeTombstones;
  private final Failures failures;
  private final ScanSource[] sources;

  /** Per source, the token of its current entry; meaningless where it has none. */
  private final long[] tokens;

  /** Per source, whether it has to take the next step before it can be compared. */
  private final boolean[] stale;

  private final boolean[] ended;

  /** The one that took the last step, which may have failed. */
  private ScanSource stepping;

  private final Promise<StorageKey> promise = Promise.promise();

  /** Whether the entry to resume after may still come. */
  private boolean mayMeetAfter;

  /**
   * @param sources of entries at or behind the beginning of the range, each to be closed by this
   * @param rangeTombstones of the range's keyspace
   * @param failures says what a failed read means
   */
  ShardScan(
      Loop loop,
      ScanRange range,
      ScanVisitor visitor,
      List<ScanSource> sources,
      List<RangeTombstone> rangeTombstones,
      Failures failures) {
    this.loop = loop;
    this.range = range;
    this.visitor = visitor;
    this.rangeTombstones = new ArrayList<>(rangeTombstones);
    this.failures = failures;
    this.sources = sources.toArray(ScanSource[]::new);
    this.tokens = new long[this.sources.length];
    this.stale = new boolean[this.sources.length];
    this.ended = new boolean[this.sources.length];
    this.mayMeetAfter = range.after() != null;
    Arrays.fill(stale, true);
  }

  /** Begins; what needs no read is shown within the call, as far as one turn goes. */
  Future<StorageKey> start() {
    turn();
    return promise.future();
  }

  private void turn() {
    try {
      for (int i = 0; i < ENTRIES_PER_TURN; i++) {
        int waiting = step();
        if (waiting != NONE) {
          sources[waiting].load(this::loaded);
          return;
        }
        int newest = newestOfLowest();
        if (newest == NONE) {
          finish(null);
          return;
        }
        StorageKey stopped = show(sources[newest]);
        if (stopped != null) {
          finish(stopped);
          return;
        }
      }
    } catch (IOException e) {
      fail(failures.typed(stepping.table(), e));
      return;
    } catch (RuntimeException e) {
      fail(e);
      return;
    }
    loop.execute(this::turn);
  }

  private void loaded(IOException cause) {
    if (cause == null) {
      turn();
    } else {
      fail(failures.typed(stepping.table(), cause));
    }
  }

  /** Brings every source to its next entry; answers the first that has to wait. */
  private int step() throws IOException {
    for (int i = 0; i < sources.length; i++) {
      if (stale[i] && !ended[i]) {
        stepping = sources[i];
        if (stepping.next()) {
          tokens[i] = stepping.token();
          stale[i] = false;
        } else if (stepping.isWaiting()) {
          return i;
        } else {
          ended[i] = true;
        }
      }
    }
    return NONE;
  }

  /** Of the sources that stand at the lowest key, the newest; all of them will step. */
  private int newestOfLowest() {
    int lowest = NONE;
    for (int i = 0; i < sources.length; i++) {
      if (ended[i]) {
        continue;
      }
      int order = lowest == NONE ? -1 : compare(i, lowest);
      if (order == 0) {
        stale[i] = true;
        if (sources[i].sequence() > sources[lowest].sequence()) {
          stale[lowest] = true;
          lowest = i;
        }
      } else if (order < 0) {
        unmark(i);
        lowest = i;
      }
    }
    if (lowest != NONE) {
      stale[lowest] = true;
    }
    return lowest;
  }

  /** Those that were at the lowest key so far are not: a lower one was found. */
  private void unmark(int before) {
    for (int i = 0; i < before; i++) {
      stale[i] = false;
    }
  }

  private int compare(int left, int right) {
    int byToken = Long.compareUnsigned(tokens[left], tokens[right]);
    return byToken != 0 ? byToken : Keys.compare(sources[left], sources[right]);
  }

  /** Shows an entry unless it is hidden; answers its key when the visitor has had enough. */
  private StorageKey show(ScanSource source) {
    long token = source.token();
    int valueLength = source.valueLength();
    if (valueLength == EntryCursor.REMOVED || isHidden(token, source.sequence())) {
      return null;
    }
    MemorySegment segment = source.segment();
    byte[] key = new byte[source.keyLength()];
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, source.keyOffset(), key, 0, key.length);
    if (mayMeetAfter && isAfter(token, key)) {
      return null;
    }
    byte[] value = new byte[valueLength];
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, source.valueOffset(), value, 0, valueLength);
    return visitor.visit(token, key, value) ? null : new StorageKey(range.keyspaceId(), token, key);
  }

  private boolean isAfter(long token, byte[] key) {
    mayMeetAfter = false;
    return token == range.after().token() && Arrays.equals(key, range.after().key());
  }

  private boolean isHidden(long token, long sequence) {
    for (int i = 0; i < rangeTombstones.size(); i++) {
      if (rangeTombstones.get(i).hides(token, sequence)) {
        return true;
      }
    }
    return false;
  }

  private void finish(StorageKey stopped) {
    close();
    promise.complete(stopped);
  }

  private void fail(Throwable cause) {
    close();
    promise.fail(cause);
  }

  private void close() {
    for (ScanSource source : sources) {
      source.close();
    }
  }
}
