package io.atoll.storage.merge;

import io.atoll.storage.table.Keys;
import java.io.IOException;

/**
 * Several sources of one keyspace as one: of each key, the entry with the highest sequence number,
 * which is the newest. For compaction, whose sources block, and for scans, whose sources wait:
 * where one does, the merge does, and goes on from there. Belongs to one thread, with its sources.
 *
 * <p>There are two to eight sources, and tokens are hashes, so that keys are compared only where
 * tokens are equal, which nearly always means that the keys are. A look over an array of the
 * sources' next tokens is then as fast as a tree of losers, and it finds the lowest token of all
 * others on the way: as long as the source that won stays below it, it wins again without a look at
 * the others, so that a run of entries from one source costs one comparison each. (The classic is
 * Knuth, The Art of Computer Programming, volume 3, 5.4.1, "Multiway merging and replacement
 * selection"; its tree pays when there are many sources or when a comparison is dear.)
 *
 * <p>Once a source has failed the merge has failed: it does not know what it would leave out.
 *
 * @param <S> what it reads: it calls only {@link MergeSource#next}, {@link MergeSource#token} and,
 *     where tokens are equal, what shows key and sequence number; the rest is for who takes {@link
 *     #current}
 */
public final class MergeCursor<S extends MergeSource> {
  private static final int NONE = -1;

  /** The sources that are not at their end, in any order. */
  private final S[] sources;

  /** Their tokens, with the sign flipped, so that signed comparison orders them. */
  private final long[] tokens;

  private int live;

  /** How many of the last ones have not taken their first step. */
  private int toBegin;

  /** The source that took the last step, and before the next choice takes another. */
  private int due = NONE;

  /**
   * Where the current entry comes from; none before the first, after the last, and while waiting.
   */
  private int winner = NONE;

  /** The lowest token of all sources but the winner; the highest there is when it is alone. */
  private long rival;

  private boolean waiting;

  /**
   * @param sources each before its first entry
   */
  public MergeCursor(S[] sources) {
    this.sources = sources.clone();
    this.tokens = new long[sources.length];
    this.live = sources.length;
    this.toBegin = sources.length;
  }

  /**
   * Goes to the next entry.
   *
   * @return false after the last, or where the merge {@link #isWaiting is waiting}
   */
  public boolean next() throws IOException {
    if (toBegin > 0) {
      if (!begin()) {
        return false;
      }
    } else if (due != NONE) {
      if (step(due)) {
        if (due == winner && tokens[winner] < rival) {
          return true;
        }
      } else if (waiting) {
        return false;
      }
    }
    return choose();
  }

  /** Whether {@link #next} answered false only because {@link #stepping} has to fetch something. */
  public boolean isWaiting() {
    return waiting;
  }

  /** The source with the current entry; after a {@link #next} that answered true. */
  public S current() {
    return sources[winner];
  }

  /** The source that took the last step: the one that waits, or has failed. */
  public S stepping() {
    return sources[due];
  }

  private boolean begin() throws IOException {
    while (toBegin > 0) {
      if (!step(live - toBegin) && waiting) {
        return false;
      }
      toBegin--;
    }
    return true;
  }

  private boolean choose() throws IOException {
    winner = NONE;
    if (live == 0) {
      due = NONE;
      return false;
    }
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
    if (lowest == second) {
      best = chooseByKey(lowest, best);
      if (best == NONE) {
        return false;
      }
      second = lowestBut(best);
    }
    winner = best;
    due = best;
    rival = second;
    return true;
  }

  /**
   * Chooses by key, then by sequence number, among the sources whose token is the lowest, and takes
   * those that are superseded past the key that won.
   *
   * @param first of them
   * @return none when one of them has to wait
   */
  private int chooseByKey(long lowest, int first) throws IOException {
    int best = first;
    for (int i = first + 1; i < live; i++) {
      if (tokens[i] == lowest) {
        int order = Keys.compare(sources[i], sources[best]);
        if (order < 0 || order == 0 && sources[i].sequence() > sources[best].sequence()) {
          best = i;
        }
      }
    }
    for (int i = first; i < live; ) {
      boolean superseded =
          i != best && tokens[i] == lowest && Keys.compare(sources[i], sources[best]) == 0;
      if (!superseded || step(i)) {
        i++;
      } else if (waiting) {
        return NONE;
      } else if (i < best) {
        best--;
      }
    }
    return best;
  }

  private long lowestBut(int best) {
    long lowest = Long.MAX_VALUE;
    for (int i = 0; i < live; i++) {
      lowest = i == best ? lowest : Math.min(lowest, tokens[i]);
    }
    return lowest;
  }

  /** Takes a source to its next entry; at its end it is left out, and later ones move up. */
  private boolean step(int index) throws IOException {
    due = index;
    S source = sources[index];
    if (source.next()) {
      tokens[index] = source.token() ^ Long.MIN_VALUE;
      return true;
    }
    waiting = source.isWaiting();
    if (!waiting) {
      live--;
      System.arraycopy(sources, index + 1, sources, index, live - index);
      System.arraycopy(tokens, index + 1, tokens, index, live - index);
    }
    return false;
  }
}
