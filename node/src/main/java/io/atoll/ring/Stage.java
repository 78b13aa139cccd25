package io.atoll.ring;

import java.util.Optional;

/**
 * How far a batch of arcs is on its way from the members that own it to those that will. The old
 * side are the owners before the move, the new side those after it; a member may be on both.
 *
 * <p>A member that a stage no longer writes to drops what it holds of the arc; that is all that an
 * abort undoes, and how the old side is cleared in the end.
 */
public enum Stage {
  /** Nothing has happened yet. */
  PLANNED(false, false, false),
  /** The new side gets every write, and a copy of what was there before. */
  COPYING(false, true, false),
  /** A write counts only when it reached its level on both sides; the copy is being proved. */
  COUNTING(false, true, true),
  /** The new side is shown to be complete. */
  PROVED(false, true, true),
  /** Reads ask the new side; the old one is kept up to date, so that they can be given back. */
  READ_NEW(true, true, true),
  /** The new side owns the arc alone. There is no way back. */
  DONE(true, false, false);

  private static final Stage[] ORDER = values();

  private final boolean readsNew;
  private final boolean writesBoth;
  private final boolean countsBoth;

  Stage(boolean readsNew, boolean writesBoth, boolean countsBoth) {
    this.readsNew = readsNew;
    this.writesBoth = writesBoth;
    this.countsBoth = countsBoth;
  }

  /**
   * Whether reads ask the new side, otherwise the old one. The side that is asked is always written
   * to and counted.
   */
  public boolean readsNew() {
    return readsNew;
  }

  /** Whether both sides are written to. */
  public boolean writesBoth() {
    return writesBoth;
  }

  /** Whether a level must be reached on each side, and not only on the one that reads ask. */
  public boolean countsBoth() {
    return countsBoth;
  }

  /** The stage that follows; none after {@link #DONE}. */
  public Optional<Stage> next() {
    return this == DONE ? Optional.empty() : Optional.of(ORDER[ordinal() + 1]);
  }

  /**
   * Where an abort leads: nowhere where there is nothing to undo ({@link #PLANNED}) or no way back
   * ({@link #DONE}).
   */
  public Optional<Stage> aborted() {
    return switch (this) {
      case PLANNED, DONE -> Optional.empty();
      case COPYING, COUNTING, PROVED -> Optional.of(PLANNED);
      case READ_NEW -> Optional.of(COUNTING);
    };
  }

  /** Whether one decided epoch can take a batch from here to another stage. */
  public boolean leadsTo(Stage other) {
    return next().filter(other::equals).isPresent() || aborted().filter(other::equals).isPresent();
  }

  /** The stage of a code, which is its place in the order; null where there is none. */
  static Stage of(int code) {
    return code >= 0 && code < ORDER.length ? ORDER[code] : null;
  }
}
