package io.atoll.repair;

import io.atoll.repair.sketch.Difference;
import io.atoll.repair.sketch.Fingerprint;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * From groups of arcs down to single arcs. What differs in a group is told by its fingerprint, or
 * by those of its halves; where few groups are left, a sketch of which arcs differ is tried first.
 */
final class Narrowing {
  private static final int FEW_GROUPS = 2;

  private final Sides sides;
  private final Basis basis;
  private final Findings findings;
  private final List<Integer> single = new ArrayList<>();

  Narrowing(Sides sides, Basis basis, Findings findings) {
    this.sides = sides;
    this.basis = basis;
    this.findings = findings;
  }

  /**
   * Finds what differs in groups.
   *
   * @return the arcs in which too much differs to tell, by their indices
   */
  Future<List<Integer>> narrow(List<Group> groups) {
    if (groups.isEmpty()) {
      return Future.succeededFuture(single);
    }
    List<ArcSpan> spans = groups.stream().map(Group::span).toList();
    int capacity = groups.stream().mapToInt(each -> each.theirs().capacity()).max().getAsInt();
    return sides
        .own(spans, part -> new SketchQuestion.Prints(basis, part, capacity))
        .compose(
            own -> {
              List<Group> undecided = new ArrayList<>();
              for (int i = 0; i < groups.size(); i++) {
                look(groups.get(i), own.get(i), undecided);
              }
              return undecided.size() > FEW_GROUPS ? halve(undecided) : which(undecided);
            });
  }

  private void look(Group group, Fingerprint own, List<Group> undecided) {
    if (own.difference(group.theirs()) instanceof Difference.Whole whole) {
      findings.found(group.span(), whole.tokens());
    } else if (group.span().size() == 1) {
      single.add(group.span().from());
    } else {
      undecided.add(group);
    }
  }

  /** Of each group the first half is asked for; the second is the rest. */
  private Future<List<Integer>> halve(List<Group> groups) {
    List<ArcSpan> firsts = groups.stream().map(each -> each.span().split(2).getFirst()).toList();
    return sides
        .theirs(firsts, part -> new SketchQuestion.Prints(basis, part, Grouping.GROUP_CAPACITY))
        .compose(
            prints -> {
              List<Group> halves = new ArrayList<>();
              for (int i = 0; i < prints.size(); i++) {
                Group group = groups.get(i);
                halves.addAll(
                    Group.parts(group.span().split(2), List.of(prints.get(i)), group.theirs()));
              }
              return narrow(halves);
            });
  }

  private Future<List<Integer>> which(List<Group> groups) {
    if (groups.isEmpty()) {
      return Future.succeededFuture(single);
    }
    List<ArcSpan> spans = groups.stream().map(Group::span).toList();
    var question = new SketchQuestion.WhichArcs(basis, spans, Grouping.ARC_CAPACITY);
    return sides
        .both(
            SketchAnswer.Prints.class,
            question,
            (own, theirs) -> {
              Sides.requireCount(spans.size(), theirs.prints().size());
              List<Group> undecided = new ArrayList<>();
              for (int i = 0; i < spans.size(); i++) {
                Difference which = own.prints().get(i).difference(theirs.prints().get(i));
                if (which instanceof Difference.Whole whole) {
                  single.addAll(indices(whole, spans.get(i)));
                } else {
                  undecided.add(groups.get(i));
                }
              }
              return undecided;
            })
        .compose(undecided -> undecided.isEmpty() ? narrow(List.of()) : halve(undecided));
  }

  /** The arcs of a span that differ. The lowest elements stand for two tokens; one is no arc. */
  static List<Integer> indices(Difference.Whole which, ArcSpan span) {
    List<Integer> indices = new ArrayList<>();
    for (long index : which.tokens()) {
      if (index >= span.from() && index < span.to()) {
        indices.add((int) index);
      }
    }
    return indices;
  }
}
