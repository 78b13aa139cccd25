package io.atoll.storage.compaction;

import io.atoll.storage.manifest.RangeTombstone;
import io.atoll.storage.table.EntryCursor;
import io.atoll.storage.table.Keys;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.List;

/**
 * Several sources of one keyspace as one: of each key, the state that the newest source has. What a
 * range tombstone hides is as if its source did not have it. Removals and states that nobody needs
 * are left out where nothing older lies beneath. Belongs to one thread, with its sources.
 *
 * <p>There are two to eight sources, and tokens are hashes, so that keys are compared only where
 * tokens are equal, which nearly always means that the keys are. A scan over an array of the
 * sources' next tokens is then as fast as a tree of losers, and it finds the lowest token of all
 * others on the way: as long as the source that won stays below it, it wins again without a look at
 * the others, so that a run of entries from one source costs one comparison each. (The classic is
 * Knuth, The Art of Computer Programming, volume 3, 5.4.1, "Multiway merging and replacement
 * selection"; its tree pays when there are many sources or when a comparison is dear.)
 *
 * <p>Once a source has failed the merge has failed: it does not know what it would leave out.
 */
public final class MergeCursor implements EntryCursor {
  private final int keyspaceId;
  private final Bottom bottom;
  private final RetentionRule rule;
  private final boolean asksRule;

  /** The sources that are not at their end, newest first. */
  private final EntryCursor[] cursors;

  /** Their tokens, with the sign flipped, so that signed comparison orders them. */
  private final long[] tokens;

  private int live;
  private boolean started;
  private EntryCursor current;

  /** Where the current entry comes from; none before the first and behind the last: -1. */
  private int winner = -1;

  /** The lowest token of all sources but the winner; the highest there is when it is alone. */
  private long rival;

  /**
   * One of what is merged.
   *
   * @param cursor stands before its first entry
   * @param sequence the highest sequence number of the table, or that of the memtable. No two
   *     sources of one merge share a key at the same number
   */
  public record Source(EntryCursor cursor, long sequence) {}

  /**
   * A merge for rewriting.
   *
   * @param rangeTombstones of any keyspace
   * @param bottom where nothing older than the sources lies beneath
   * @param rule what must be kept there
   */
  public MergeCursor(
      int keyspaceId,
      List<Source> sources,
      List<RangeTombstone> rangeTombstones,
      Bottom bottom,
      RetentionRule rule) {
    this.keyspaceId = keyspaceId;
    this.bottom = bottom;
    this.rule = rule;
    this.asksRule = !rule.equals(RetentionRule.KEEP_ALL);
    this.cursors =
        sources.stream()
            .sorted(Comparator.comparingLong(Source::sequence).reversed())
            .map(
                source ->
                    RangeTombstoneCursor.over(
                        source.cursor(), keyspaceId, source.sequence(), rangeTombstones))
            .toArray(EntryCursor[]::new);
    this.tokens = new long[cursors.length];
    this.live = cursors.length;
  }

  /** A merge for reading: removals are shown. */
  public static MergeCursor reading(
      int keyspaceId, List<Source> sources, List<RangeTombstone> rangeTombstones) {
    return new MergeCursor(
        keyspaceId, sources, rangeTombstones, Bottom.NOWHERE, RetentionRule.KEEP_ALL);
  }

  @Override
  public boolean next() throws IOException {
    while (select()) {
      if (!isDropped()) {
        return true;
      }
    }
    return false;
  }

  private boolean select() throws IOException {
    if (winner >= 0) {
      if (advance(winner) && tokens[winner] < rival) {
        return true;
      }
    } else if (!started) {
      started = true;
      for (int i = 0; i < live; ) {
        i += advance(i) ? 1 : 0;
      }
    }
    if (live == 0) {
      winner = -1;
      current = null;
      return false;
    }
    scan();
    current = cursors[winner];
    return true;
  }

  private void scan() throws IOException {
    int best = 0;
    long lowest = tokens[0];
    long second = Long.MAX_VALUE;
    for (int i = 1; i < live; i++) {
      long token = tokens[i];
      if (token < lowest) {
        second = lowest;
        lowest = token;
        best = i;
      } else if (token < second) {
        second = token;
      }
    }
    winner = best;
    rival = second;
    if (lowest == second) {
      scanKeys(lowest, best);
    }
  }

  /**
   * Chooses by key among the sources whose token is the lowest, and takes older ones past the key
   * that won.
   *
   * @param first the newest of them
   */
  private void scanKeys(long lowest, int first) throws IOException {
    int best = first;
    for (int i = first + 1; i < live; i++) {
      if (tokens[i] == lowest && Keys.compare(cursors[i], cursors[best]) < 0) {
        best = i;
      }
    }
    for (int i = best + 1; i < live; ) {
      boolean superseded = tokens[i] == lowest && Keys.compare(cursors[i], cursors[best]) == 0;
      i += !superseded || advance(i) ? 1 : 0;
    }
    winner = best;
    rival = Long.MAX_VALUE;
    for (int i = 0; i < live; i++) {
      rival = i == best ? rival : Math.min(rival, tokens[i]);
    }
  }

  /** Takes a source to its next entry; at its end it is left out, and later ones move up. */
  private boolean advance(int index) throws IOException {
    EntryCursor cursor = cursors[index];
    if (cursor.next()) {
      tokens[index] = cursor.token() ^ Long.MIN_VALUE;
      return true;
    }
    live--;
    System.arraycopy(cursors, index + 1, cursors, index, live - index);
    System.arraycopy(tokens, index + 1, tokens, index, live - index);
    return false;
  }

  private boolean isDropped() {
    int valueLength = current.valueLength();
    if (valueLength == REMOVED) {
      return bottom.isReachedAt(current.token());
    }
    return asksRule
        && bottom.isReachedAt(current.token())
        && !rule.keeps(
            keyspaceId,
            current.token(),
            current.segment(),
            current.keyOffset(),
            current.keyLength(),
            current.valueOffset(),
            valueLength);
  }

  @Override
  public long token() {
    return tokens[winner] ^ Long.MIN_VALUE;
  }

  @Override
  public MemorySegment segment() {
    return current.segment();
  }

  @Override
  public long keyOffset() {
    return current.keyOffset();
  }

  @Override
  public int keyLength() {
    return current.keyLength();
  }

  @Override
  public long valueOffset() {
    return current.valueOffset();
  }

  @Override
  public int valueLength() {
    return current.valueLength();
  }
}
