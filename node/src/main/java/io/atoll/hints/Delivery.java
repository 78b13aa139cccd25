package io.atoll.hints;

import io.atoll.env.Invariant;

/**
 * When one shard brings one target what it missed: a state machine without time, store or links of
 * its own. Whoever drives it asks for the {@link #next} step whenever something may have changed,
 * carries it out, and tells what came of it.
 *
 * <p>It goes from round to round. A round is all hints, in the order of their tokens, or all keys
 * of one dirty arc; where there are both they take turns. It is cut into parcels, of which as many
 * are on their way as the {@link Pace} allows. When one is refused or lost, the round ends, what is
 * on its way is waited for, and after a pause, which gets longer each time, it begins anew: what
 * was delivered is not there any more. When some of a parcel is refused, the round goes on, so that
 * one key that the target cannot take does not keep it from the others. Nothing is sent while the
 * target is down, takes no writes, or while a person has it paused.
 */
public final class Delivery {
  static final int PARCEL_BYTES = 64 << 10;
  static final int PARCEL_ENTRIES = 256;
  private static final long SHORTEST_PAUSE_MS = 200;
  private static final long LONGEST_PAUSE_MS = 5_000;

  /** What it does, or waits for. */
  public enum State {
    IDLE("nothing to deliver"),
    DELIVERING("delivering"),
    PAUSED("paused"),
    DOWN("waits: the target is down"),
    TAKES_NO_WRITES("waits: the storage of the target takes no writes"),
    REFUSED("waits: the target refused");

    private final String words;

    State(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /** What is on its rounds. */
  public sealed interface Source {
    /** All hints. */
    record Hints() implements Source {}

    /**
     * All keys of a dirty arc.
     *
     * @param misses of it when the round began
     */
    record Arc(DirtyArc.Place place, long misses) implements Source {}
  }

  /** Where a round has come to. */
  public record Cursor(long token, byte[] key) {}

  /** What is to be done. */
  public sealed interface Step {
    /**
     * Put together and send the next parcel, then tell {@link Delivery#packed}.
     *
     * @param after where the last one ended; null at the beginning
     */
    record Pack(Source source, Cursor after, int mostEntries, int mostBytes) implements Step {}

    /** A dirty arc was brought as a whole. */
    record Brought(Source.Arc arc) implements Step {}
  }

  /**
   * What it has to go by.
   *
   * @param hints whether there are any
   * @param arc a dirty arc that may be visited, or null
   */
  public record Conditions(
      boolean paused, boolean alive, boolean takesWrites, boolean hints, DirtyArc arc) {}

  private final Pace pace = new Pace();
  private State state = State.IDLE;
  private String refusal = "";
  private Source source;
  private Cursor after;
  private boolean packing;
  private boolean exhausted;
  private boolean broken;
  private boolean incomplete;
  private boolean hintsWereLast;
  private int parcels;
  private long bytesUnderWay;
  private long deliveredInRound;
  private int failures;
  private long notBeforeMs = Long.MIN_VALUE;

  /** What to do now; null for nothing. */
  public Step next(long nowMs, Conditions now) {
    if (source != null && (exhausted || broken)) {
      if (packing || parcels > 0) {
        return null;
      }
      Source done = source;
      source = null;
      hintsWereLast = done instanceof Source.Hints;
      if (broken || (hintsWereLast ? deliveredInRound == 0 : incomplete)) {
        pause(nowMs);
      } else if (done instanceof Source.Arc arc) {
        return new Step.Brought(arc);
      }
    }
    return mayGoOn(nowMs, now) ? pack(now) : null;
  }

  private void pause(long nowMs) {
    notBeforeMs = nowMs + Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS << Math.min(failures, 8));
    failures++;
  }

  private boolean mayGoOn(long nowMs, Conditions now) {
    if (!now.hints && now.arc == null && source == null) {
      state = State.IDLE;
      return false;
    }
    if (now.paused) {
      state = State.PAUSED;
      return false;
    }
    if (!now.alive) {
      state = State.DOWN;
      failures = 0;
      notBeforeMs = Long.MIN_VALUE;
      return false;
    }
    if (!now.takesWrites) {
      state = State.TAKES_NO_WRITES;
      return false;
    }
    if (nowMs < notBeforeMs) {
      state = failures > 0 ? State.REFUSED : State.DELIVERING;
      return false;
    }
    state = State.DELIVERING;
    return true;
  }

  private Step pack(Conditions now) {
    if (source == null) {
      begin(now);
    }
    if (packing || bytesUnderWay >= pace.windowBytes()) {
      return null;
    }
    packing = true;
    int mostBytes = (int) Math.min(PARCEL_BYTES, pace.windowBytes() - bytesUnderWay);
    return new Step.Pack(source, after, PARCEL_ENTRIES, mostBytes);
  }

  private void begin(Conditions now) {
    boolean arcIsNext = now.arc != null && (hintsWereLast || !now.hints);
    source = arcIsNext ? new Source.Arc(now.arc.place(), now.arc.misses()) : new Source.Hints();
    after = null;
    exhausted = false;
    broken = false;
    incomplete = false;
    deliveredInRound = 0;
  }

  /**
   * A parcel is on its way, or there was nothing to put into it.
   *
   * @param last where it ended; null when nothing was looked at
   * @param bytes in it; 0 when none was sent
   * @param end whether it is the last of the round
   */
  public void packed(Cursor last, int bytes, boolean end) {
    Invariant.check(packing, "one parcel is packed at a time");
    packing = false;
    after = last == null ? after : last;
    exhausted = end;
    if (bytes > 0) {
      parcels++;
      bytesUnderWay += bytes;
    }
  }

  /** The parcel could not be put together: the store cannot be read. */
  public void notPacked(String why) {
    packing = false;
    broken = true;
    refusal = why;
  }

  /** What has done its work could not be removed: the store cannot be written. */
  public void notForgotten(long nowMs, String why) {
    refusal = why;
    if (source != null) {
      broken = true;
    } else {
      pause(nowMs);
    }
  }

  /** Some hints were dealt with without the target, and are gone. */
  public void settled(int hints) {
    deliveredInRound += hints;
  }

  /**
   * The target took a parcel as a whole.
   *
   * @param bytes as in {@link #packed}
   * @param waitedMicros how long that took it
   */
  public void taken(long nowMs, int bytes, int entries, long waitedMicros) {
    failures = 0;
    refusal = "";
    took(nowMs, bytes, entries, waitedMicros);
  }

  /**
   * The target took some of a parcel.
   *
   * @param entries how many
   * @param why it refused the others
   */
  public void takenInPart(long nowMs, int bytes, int entries, long waitedMicros, String why) {
    incomplete = true;
    refusal = why;
    took(nowMs, bytes, entries, waitedMicros);
  }

  private void took(long nowMs, int bytes, int entries, long waitedMicros) {
    arrived(bytes);
    deliveredInRound += entries;
    long restMs = pace.taken(waitedMicros);
    if (restMs > 0) {
      notBeforeMs = nowMs + restMs;
    }
  }

  /** The target refused a parcel, or did not answer. */
  public void refused(int bytes, String why) {
    arrived(bytes);
    pace.slowDown();
    broken = true;
    refusal = why;
  }

  private void arrived(int bytes) {
    parcels--;
    bytesUnderWay -= bytes;
  }

  public State state() {
    return state;
  }

  /** Why the target last refused; empty while it takes what comes. */
  public String refusal() {
    return refusal;
  }

  /** Bytes on their way. */
  public long bytesUnderWay() {
    return bytesUnderWay;
  }
}
