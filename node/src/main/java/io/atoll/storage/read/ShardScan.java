package io.atoll.storage.read;

import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.storage.ScanRange;
import io.atoll.storage.ScanVisitor;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageKey;
import io.atoll.storage.manifest.RangeTombstone;
import io.atoll.storage.merge.MergeCursor;
import io.atoll.storage.table.EntryCursor;
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
public final class ShardScan {
  private static final int ENTRIES_PER_TURN = 1_024;

  /** Says what a failed read means. */
  @FunctionalInterface
  public interface Failures {
    StorageException typed(LiveTable table, IOException cause);
  }

  private final Loop loop;
  private final ScanRange range;
  private final ScanVisitor visitor;
  private final List<RangeTombstone> rangeTombstones;
  private final Failures failures;
  private final List<ScanSource> sources;
  private final MergeCursor<ScanSource> merge;
  private final Promise<StorageKey> promise = Promise.promise();

  /** Whether the entry to resume after may still come. */
  private boolean mayMeetAfter;

  /**
   * @param sources of entries at or behind the beginning of the range, each to be closed by this
   * @param rangeTombstones of the range's keyspace
   * @param failures says what a failed read means
   */
  public ShardScan(
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
    this.sources = sources;
    this.merge = new MergeCursor<>(sources.toArray(ScanSource[]::new));
    this.mayMeetAfter = range.after() != null;
  }

  /** Begins; what needs no read is shown within the call, as far as one turn goes. */
  public Future<StorageKey> start() {
    turn();
    return promise.future();
  }

  private void turn() {
    try {
      for (int i = 0; i < ENTRIES_PER_TURN; i++) {
        if (!merge.next()) {
          if (merge.isWaiting()) {
            merge.stepping().load(this::loaded);
          } else {
            finish(null);
          }
          return;
        }
        StorageKey stopped = show(merge.current());
        if (stopped != null) {
          finish(stopped);
          return;
        }
      }
    } catch (IOException e) {
      fail(failures.typed(merge.stepping().table(), e));
      return;
    } catch (Throwable e) {
      FatalError.passOn(e);
      fail(e);
      return;
    }
    loop.execute(this::turn);
  }

  private void loaded(IOException cause) {
    if (cause == null) {
      turn();
    } else {
      fail(failures.typed(merge.stepping().table(), cause));
    }
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
