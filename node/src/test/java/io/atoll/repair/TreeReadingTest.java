package io.atoll.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.repair.SketchAnswer.Declined;
import io.atoll.repair.SketchAnswer.Reason;
import io.atoll.repair.SketchAnswer.Totals;
import io.atoll.repair.SketchQuestion.ArcTotals;
import io.atoll.repair.sketch.SetHash;
import io.atoll.ring.Topology;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeReadingTest {
  private static final long MOMENT_MS = 10_000;
  private static final int ARCS = 16;
  private static final Topology TOPOLOGY = Rings.of(ARCS, 3);
  private static final CommonArcs COMMON = CommonArcs.of(TOPOLOGY, 0, 1, 1);

  /** A node with one key in each arc. */
  private static final class Side implements SketchSide {
    private final long weight;
    private final int odd;
    private Declined declined;
    private final List<SketchQuestion> asked = new ArrayList<>();

    /**
     * @param odd the arc in which it has another key than the rest
     */
    Side(long weight, int odd) {
      this.weight = weight;
      this.odd = odd;
    }

    Side declines(Declined answer) {
      declined = answer;
      return this;
    }

    @Override
    public Future<SketchAnswer> ask(SketchQuestion question) {
      asked.add(question);
      boolean agrees =
          declined == null
              || (declined.reason() == Reason.MOMENT
                  && question.basis().momentMs() <= declined.latestMs())
              || (declined.reason() == Reason.UNKNOWN
                  && question.basis().excluded().equals(declined.unknown()));
      if (!agrees) {
        return Future.succeededFuture(declined);
      }
      List<SetHash> hashes = new ArrayList<>();
      ArcSpan span = ((ArcTotals) question).span();
      for (int i = span.from(); i < span.to(); i++) {
        boolean out = question.basis().excluded().has(i);
        hashes.add(out ? SetHash.EMPTY : new SetHash(1, i == odd ? weight : 7, i));
      }
      return Future.succeededFuture(new Totals(hashes));
    }
  }

  private static Declined declined(Reason reason, long latestMs, ArcSet unknown) {
    return new Declined(reason, TOPOLOGY.epoch(), 0, latestMs, unknown);
  }

  private static Future<RepairTree> read(SketchSide own, SketchSide theirs) {
    return TreeReading.begin(
        TOPOLOGY, TOPOLOGY.keyspaces().get("default"), COMMON, MOMENT_MS, own, theirs);
  }

  @Test
  void twoNodesAreAskedTheSameAndDifferWhereTheirArcsDo() {
    Side own = new Side(1, 5);
    Side theirs = new Side(2, 5);
    RepairTree tree = read(own, theirs).result();

    assertThat(own.asked).isEqualTo(theirs.asked).hasSize(1);
    assertThat(tree.momentMs()).isEqualTo(MOMENT_MS);
    assertThat(tree.arcs()).isEqualTo(ARCS);
    assertThat(tree.notKnown()).isZero();
    assertThat(tree.own().compare(tree.theirs()).differing())
        .singleElement()
        .satisfies(part -> assertThat(part.name()).isEqualTo("arc 5"));
  }

  @Test
  void oneNodeIsAskedAlone() {
    RepairTree tree = read(new Side(1, 5), null).result();
    assertThat(tree.theirs()).isNull();
    assertThat(tree.own().hash().keys()).isEqualTo(ARCS);
  }

  @Test
  void arcsThatOneDoesNotKnowAreLeftOutOfBoth() {
    Side theirs = new Side(2, 5).declines(declined(Reason.UNKNOWN, MOMENT_MS, ArcSet.of(5, 6)));
    RepairTree tree = read(new Side(1, 5), theirs).result();
    assertThat(tree.arcs()).isEqualTo(ARCS - 2);
    assertThat(tree.notKnown()).isEqualTo(2);
    assertThat(tree.own()).isEqualTo(tree.theirs());
  }

  @Test
  void whereTheMomentIsTooNewOneIsTakenThatBothCanSpeakOf() {
    Side theirs = new Side(1, 5).declines(declined(Reason.MOMENT, 8_000, ArcSet.NONE));
    Side own = new Side(1, 5);
    RepairTree tree = read(own, theirs).result();
    assertThat(tree.momentMs()).isEqualTo(Moments.settled(8_000));
    assertThat(own.asked.getLast()).isEqualTo(theirs.asked.getLast());
  }

  @Test
  void whoDeclinesOtherwiseOrIsNotReachedFailsWithTheReason() {
    Side busy = new Side(1, 5).declines(declined(Reason.BUSY, MOMENT_MS, ArcSet.NONE));
    assertThat(read(new Side(1, 5), busy).cause()).hasMessage("declined: busy");
    assertThat(busy.asked).hasSize(1);
    SketchSide gone = question -> Future.failedFuture("no answer");
    assertThat(read(new Side(1, 5), gone).cause()).hasMessage("no answer");
  }
}
