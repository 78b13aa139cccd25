package io.atoll.repair;

import io.atoll.repair.sketch.Fingerprint;
import io.atoll.repair.sketch.Sketch;
import java.util.List;

/**
 * What one side of a comparison is asked. A question depends on nothing that was asked before: each
 * says what it is about. {@link SketchAnswer} has the answers.
 */
public sealed interface SketchQuestion {
  /** Which arcs, as of when. */
  Basis basis();

  /**
   * Is everything the same? Answered by {@link SketchAnswer.Found} where the asker's short
   * fingerprint is enough to tell, else by a longer {@linkplain SketchAnswer.Prints one}, of the
   * full capacity.
   *
   * @param own of everything that the asker has
   */
  record Whole(Basis basis, Fingerprint own) implements SketchQuestion {}

  /**
   * About how many tokens differ, and in which groups of arcs? Answered by {@link
   * SketchAnswer.Groups}.
   *
   * @param own everything that the asker has, for the levels; capacity 1
   */
  record Estimate(Basis basis, Sketch own) implements SketchQuestion {}

  /**
   * What do you have of it all, in levels? Answered by {@link SketchAnswer.Levels}; asked of the
   * own side.
   */
  record Levels(Basis basis) implements SketchQuestion {}

  /**
   * What do you have of each span? Answered by {@link SketchAnswer.Prints}.
   *
   * @param spans 1 to {@value #MAX_SPANS}
   * @param capacity 1 to {@link ArcSketches#CAPACITY}
   */
  record Prints(Basis basis, List<ArcSpan> spans, int capacity) implements SketchQuestion {
    public Prints {
      spans = checked(spans);
      checkCapacity(capacity);
    }
  }

  /**
   * Which arcs of each span are what? Answered by {@link SketchAnswer.Prints} that have the indices
   * of arcs for tokens and their totals for weights.
   *
   * @param spans 1 to {@value #MAX_SPANS}
   * @param capacity 1 to {@link ArcSketches#CAPACITY}
   */
  record WhichArcs(Basis basis, List<ArcSpan> spans, int capacity) implements SketchQuestion {
    public WhichArcs {
      spans = checked(spans);
      checkCapacity(capacity);
    }
  }

  /**
   * What is each arc of a span? Answered by {@link SketchAnswer.Totals}.
   *
   * @param span of at most {@value #MAX_TOTALS} arcs
   */
  record ArcTotals(Basis basis, ArcSpan span) implements SketchQuestion {}

  /**
   * Cells of single arcs. Answered by {@link SketchAnswer.Sections}.
   *
   * @param sections 1 to {@value #MAX_SECTIONS}, of different arcs
   */
  record ArcCells(Basis basis, List<Section> sections) implements SketchQuestion {
    public ArcCells {
      sections = List.copyOf(sections);
      if (sections.isEmpty() || sections.size() > MAX_SECTIONS) {
        throw new IllegalArgumentException(
            "%d sections: must be 1 to %d".formatted(sections.size(), MAX_SECTIONS));
      }
    }
  }

  /**
   * Some cells of an arc.
   *
   * @param index of the arc
   * @param from the first cell
   * @param to the cell after the last, above the first, at most {@value #MAX_CELLS}
   */
  record Section(int index, int from, int to) {
    public Section {
      if (index < 0 || from < 0 || to <= from || to > MAX_CELLS) {
        throw new IllegalArgumentException(
            "cells %d to %d of arc %d: must rise from 0 to %d"
                .formatted(from, to, index, MAX_CELLS));
      }
    }
  }

  /** The most spans of a question. */
  int MAX_SPANS = 1024;

  /** The most arcs whose hashes are asked for at once. */
  int MAX_TOTALS = 1 << 14;

  /** The most arcs of which cells are asked for at once. */
  int MAX_SECTIONS = 8;

  /** The most cells of an arc: an arc in which more differs is read as a whole. */
  int MAX_CELLS = 8192;

  private static List<ArcSpan> checked(List<ArcSpan> spans) {
    if (spans.isEmpty() || spans.size() > MAX_SPANS) {
      throw new IllegalArgumentException(
          "%d spans: must be 1 to %d".formatted(spans.size(), MAX_SPANS));
    }
    return List.copyOf(spans);
  }

  private static void checkCapacity(int capacity) {
    if (capacity < 1 || capacity > ArcSketches.CAPACITY) {
      throw new IllegalArgumentException(
          "the capacity is %d: must be 1 to %d".formatted(capacity, ArcSketches.CAPACITY));
    }
  }
}
