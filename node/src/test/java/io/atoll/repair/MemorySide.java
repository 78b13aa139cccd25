package io.atoll.repair;

import io.atoll.env.Clock;
import io.atoll.repair.SketchAnswer.Reason;
import io.atoll.repair.sketch.Cells;
import io.atoll.repair.sketch.SetHash;
import io.atoll.repair.sketch.Sketch;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.ring.Topology;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A replica in memory: its keys, the sketches that are kept of them, and its answers. */
final class MemorySide implements SketchSide {
  final ArcSketches sketches;
  private final SketchKey key;
  private final int self;
  private final Clock clock;
  private final Map<ArcId, TreeMap<Long, Map<String, Long>>> keys = new TreeMap<>();

  Topology topology;

  /** Of which arcs cells were asked for. */
  final TreeMap<ArcId, Integer> read = new TreeMap<>();

  /** It has no room for cells. */
  boolean crowded;

  /** It declines to make cells. */
  boolean busy;

  MemorySide(SketchKey key, int self, Topology topology, Clock clock) {
    this.key = key;
    this.self = self;
    this.topology = topology;
    this.clock = clock;
    this.sketches = new ArcSketches(key, topology.partitions(), arc -> true, clock::wallMs);
    sketches.follow();
  }

  /** A key gets a state of that weight. */
  void put(int keyspaceId, long token, String name, long weight, long eventMs) {
    ArcId arc = new ArcId(keyspaceId, topology.partitionOf(token));
    Long before =
        keys.computeIfAbsent(arc, none -> new TreeMap<>(Long::compareUnsigned))
            .computeIfAbsent(token, none -> new TreeMap<>())
            .put(name, weight);
    sketches.changed(
        keyspaceId, token, before == null ? SketchKey.NO_WEIGHT : before, weight, eventMs);
  }

  @Override
  public Future<SketchAnswer> ask(SketchQuestion question) {
    return Future.succeededFuture(answer(question));
  }

  private SketchAnswer answer(SketchQuestion question) {
    Basis basis = question.basis();
    if (basis.epoch() != topology.epoch()) {
      return declined(Reason.EPOCH, ArcSet.NONE);
    }
    CommonArcs arcs = CommonArcs.of(topology, basis.asker(), basis.answerer(), basis.keyspaceId());
    boolean isMeant = basis.asker() == self || basis.answerer() == self;
    if (arcs.digest() != basis.digest() || !isMeant) {
      return declined(Reason.ARCS, ArcSet.NONE);
    }
    boolean isTooNew = basis.momentMs() > Moments.latest(clock.wallMs());
    if (basis.momentMs() < sketches.oldestMs() || isTooNew && basis.momentMs() != Moments.NOW) {
      return declined(Reason.MOMENT, ArcSet.NONE);
    }
    Asked asked = new Asked(basis, arcs);
    SketchAnswer answer = asked.answer(question);
    return asked.unknown.isEmpty() ? answer : declined(Reason.UNKNOWN, ArcSet.of(asked.unknown));
  }

  private SketchAnswer declined(Reason reason, ArcSet unknown) {
    return new SketchAnswer.Declined(
        reason, topology.epoch(), sketches.oldestMs(), Moments.latest(clock.wallMs()), unknown);
  }

  /** One question. */
  private final class Asked {
    private final Basis basis;
    private final CommonArcs arcs;
    private final BitSet unknown = new BitSet();

    Asked(Basis basis, CommonArcs arcs) {
      this.basis = basis;
      this.arcs = arcs;
    }

    SketchAnswer answer(SketchQuestion question) {
      Sketch all = sum(new ArcSpan(0, arcs.size()));
      return switch (question) {
        case SketchQuestion.Whole whole -> SketchAnswers.whole(whole, all);
        case SketchQuestion.Levels levels -> SketchAnswers.levels(all);
        case SketchQuestion.Estimate estimate -> groups(estimate, all);
        case SketchQuestion.Prints prints ->
            SketchAnswers.prints(
                basis, prints.spans().stream().map(this::sum).toList(), prints.capacity());
        case SketchQuestion.WhichArcs which ->
            SketchAnswers.prints(
                basis, which.spans().stream().map(this::which).toList(), which.capacity());
        case SketchQuestion.ArcTotals totals -> {
          List<SetHash> hashes = new ArrayList<>();
          arcs.visit(totals.span(), (index, ks, arc) -> hashes.add(sketch(index).hash()));
          yield new SketchAnswer.Totals(hashes);
        }
        case SketchQuestion.ArcCells cells ->
            busy
                ? declined(Reason.BUSY, ArcSet.NONE)
                : new SketchAnswer.Sections(cells.sections().stream().map(this::cells).toList());
      };
    }

    private SketchAnswer groups(SketchQuestion.Estimate question, Sketch all) {
      long estimate = SketchAnswers.estimate(question, all);
      List<ArcSpan> groups = Grouping.of(estimate, arcs.size());
      List<Sketch> sums =
          Grouping.beginsWithArcs(estimate)
              ? List.of(which(new ArcSpan(0, arcs.size())))
              : groups.subList(0, groups.size() - 1).stream().map(this::sum).toList();
      int capacity =
          Grouping.beginsWithArcs(estimate) ? Grouping.ARC_CAPACITY : Grouping.GROUP_CAPACITY;
      return new SketchAnswer.Groups(
          estimate, all.keys(), SketchAnswers.prints(basis, sums, capacity).prints());
    }

    private Sketch sketch(int index) {
      ArcId arc = arcs.get(index);
      Sketch none = new Sketch(key, ArcSketches.CAPACITY);
      if (basis.excluded().has(index)) {
        return none;
      }
      Sketch sketch = sketches.sketch(arc.keyspaceId(), arc.arc(), basis.momentMs());
      unknown.set(index, sketch == null);
      return sketch == null ? none : sketch;
    }

    private Sketch sum(ArcSpan span) {
      Sketch sum = new Sketch(key, ArcSketches.CAPACITY);
      arcs.visit(span, (index, keyspaceId, arc) -> sum.add(sketch(index)));
      return sum;
    }

    private Sketch which(ArcSpan span) {
      Sketch which = new Sketch(key, ArcSketches.CAPACITY);
      arcs.visit(
          span,
          (index, keyspaceId, arc) ->
              which.change(index, SketchKey.NO_WEIGHT, sketch(index).total()));
      return which;
    }

    private SketchAnswer.ArcPart cells(SketchQuestion.Section section) {
      ArcId arc = arcs.get(section.index());
      read.merge(arc, 1, Integer::sum);
      Cells cells = new Cells(key, section.from(), section.to());
      long count = 0;
      for (var at : keys.getOrDefault(arc, new TreeMap<>()).entrySet()) {
        for (long weight : at.getValue().values()) {
          cells.change(at.getKey(), SketchKey.NO_WEIGHT, weight);
          count++;
        }
      }
      return new SketchAnswer.ArcPart(count, crowded ? null : cells);
    }
  }
}
