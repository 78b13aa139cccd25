package io.atoll.repair;

import io.atoll.repair.sketch.Difference;
import io.atoll.repair.sketch.Fingerprint;
import io.atoll.repair.sketch.Sketch;
import io.atoll.repair.sketch.SketchKey;
import java.util.ArrayList;
import java.util.List;

/** Makes answers of what the answerer's arcs come to. */
public final class SketchAnswers {
  private SketchAnswers() {}

  /**
   * The answer to {@link SketchQuestion.Whole}.
   *
   * @param all what the answerer has
   */
  public static SketchAnswer whole(SketchQuestion.Whole question, Sketch all) {
    if (question.own().subject() == question.basis().subject()
        && question.own().difference(all) instanceof Difference.Whole whole) {
      return new SketchAnswer.Found(whole.tokens());
    }
    return prints(question.basis(), List.of(all), ArcSketches.CAPACITY);
  }

  /** Fingerprints of some sketches. */
  public static SketchAnswer.Prints prints(Basis basis, List<Sketch> sketches, int capacity) {
    List<Fingerprint> prints = new ArrayList<>(sketches.size());
    for (Sketch sketch : sketches) {
      prints.add(Fingerprint.of(basis.subject(), sketch, capacity));
    }
    return new SketchAnswer.Prints(prints);
  }

  /** The answer to {@link SketchQuestion.Levels}. */
  public static SketchAnswer.Levels levels(Sketch all) {
    return new SketchAnswer.Levels(all.prefix(1));
  }

  /** About how many tokens differ, 1 or more. */
  public static long estimate(SketchQuestion.Estimate question, Sketch all) {
    Sketch left = question.own().copy();
    left.subtract(all.prefix(1));
    return switch (left.decode()) {
      case Difference.Whole whole -> Math.max(1, whole.tokens().length);
      case Difference.Undecided undecided -> undecided.estimate();
    };
  }

  /** What {@link SketchAnswer.Groups} has to have fingerprints of: nothing of it yet. */
  public static ArcSums groups(SketchKey key, long estimate, int arcs) {
    return Grouping.beginsWithArcs(estimate)
        ? new ArcSums(key, ArcSums.Kind.ARCS, List.of(new ArcSpan(0, arcs)), Grouping.ARC_CAPACITY)
        : new ArcSums(key, ArcSums.Kind.KEYS, allButLast(Grouping.of(estimate, arcs)), 0);
  }

  private static List<ArcSpan> allButLast(List<ArcSpan> groups) {
    return groups.subList(0, groups.size() - 1);
  }

  /** The answer to {@link SketchQuestion.Estimate}. */
  public static SketchAnswer.Groups groups(
      SketchQuestion.Estimate question, long estimate, Sketch all, ArcSums sums) {
    int capacity =
        Grouping.beginsWithArcs(estimate) ? Grouping.ARC_CAPACITY : Grouping.GROUP_CAPACITY;
    return new SketchAnswer.Groups(
        estimate, all.keys(), prints(question.basis(), sums.sketches(), capacity).prints());
  }
}
