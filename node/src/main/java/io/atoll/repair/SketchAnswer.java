package io.atoll.repair;

import io.atoll.repair.sketch.Cells;
import io.atoll.repair.sketch.Fingerprint;
import io.atoll.repair.sketch.SetHash;
import io.atoll.repair.sketch.Sketch;
import java.util.List;

/** What one side of a comparison answers to a {@link SketchQuestion}. */
public sealed interface SketchAnswer {
  /**
   * These tokens differ, and no others.
   *
   * @param tokens ascending as unsigned numbers; none when everything is the same
   */
  record Found(long[] tokens) implements SketchAnswer {}

  /** Fingerprints in the order of what was asked for. */
  record Prints(List<Fingerprint> prints) implements SketchAnswer {
    public Prints {
      prints = List.copyOf(prints);
    }
  }

  /** A sketch of capacity 1 of everything, for its levels. */
  record Levels(Sketch sketch) implements SketchAnswer {}

  /**
   * About how many tokens differ, and the beginning of the search.
   *
   * @param estimate of the number of tokens, 1 or more
   * @param keys how many the answerer has
   * @param prints what {@link Grouping#of the estimate} says: fingerprints of all its groups but
   *     the last, or one of which arcs are what
   */
  record Groups(long estimate, long keys, List<Fingerprint> prints) implements SketchAnswer {
    public Groups {
      prints = List.copyOf(prints);
    }
  }

  /**
   * The hashes of the arcs of the span, in order, those that are left out included: they have the
   * hash of no keys.
   */
  record Totals(List<SetHash> hashes) implements SketchAnswer {
    public Totals {
      hashes = List.copyOf(hashes);
    }
  }

  /** Cells in the order of what was asked for. */
  record Sections(List<ArcPart> parts) implements SketchAnswer {
    public Sections {
      parts = List.copyOf(parts);
    }
  }

  /**
   * Cells of an arc.
   *
   * @param keys how many keys the answerer has in the arc
   * @param cells null where it has no room for so many, or cannot read them
   */
  record ArcPart(long keys, Cells cells) {}

  /**
   * No answer.
   *
   * @param epoch of the answerer's topology
   * @param oldestMs the oldest moment that it can speak of
   * @param latestMs the latest moment that it can speak of
   * @param unknown the arcs of the basis that it does not know as of the moment, by their indices;
   *     none unless that is the reason
   */
  record Declined(Reason reason, long epoch, long oldestMs, long latestMs, ArcSet unknown)
      implements SketchAnswer {}

  /** Why there is no answer. */
  enum Reason {
    /** The answerer's topology has another epoch. */
    EPOCH("another epoch"),
    /** The answerer has another list of arcs, or is not the one that was meant. */
    ARCS("another list of arcs"),
    /** The moment is too old or too new. */
    MOMENT("too old or too new"),
    /** Some arcs are not known as of that moment. */
    UNKNOWN("unknown arcs"),
    /** The answerer has other things to do, or stops. */
    BUSY("busy");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** For people. */
    public String text() {
      return text;
    }
  }
}
