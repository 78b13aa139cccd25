package io.atoll.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.repair.SketchAnswer.Reason;
import io.atoll.repair.sketch.Fingerprint;
import io.atoll.repair.sketch.Sketch;
import io.atoll.repair.sketch.SketchKey;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a comparison goes on where sides do not agree on what is compared. */
class ComparisonTest {
  private static final SketchKey KEY = new SketchKey(new byte[SketchKey.SECRET_BYTES]);

  private final CommonArcs arcs = CommonArcs.of(Rings.of(16, 2), 0, 1, CommonArcs.ALL_KEYSPACES);
  private final List<SketchQuestion> asked = new ArrayList<>();

  private static Future<SketchAnswer> nothing(SketchQuestion question) {
    Fingerprint print =
        Fingerprint.of(
            question.basis().subject(),
            new Sketch(KEY, ArcSketches.CAPACITY),
            ArcSketches.CAPACITY);
    return Future.succeededFuture(new SketchAnswer.Prints(List.of(print)));
  }

  private static Future<SketchAnswer> inStep() {
    return Future.succeededFuture(new SketchAnswer.Found(new long[0]));
  }

  private static Future<SketchAnswer> declined(Reason reason, long latestMs, ArcSet unknown) {
    return Future.succeededFuture(new SketchAnswer.Declined(reason, 1, 0, latestMs, unknown));
  }

  private Compared compare(SketchSide theirs) {
    return Comparison.begin(
            ComparisonTest::nothing,
            question -> {
              asked.add(question);
              return theirs.ask(question);
            },
            arcs,
            80_000)
        .result();
  }

  @Test
  void oneQuestionIsEnoughInStep() {
    Compared compared = compare(question -> inStep());
    assertThat(compared.inStep()).isTrue();
    assertThat(compared.roundTrips()).isEqualTo(1);
    assertThat(compared.arcs()).isEqualTo(16);
    assertThat(compared.momentMs()).isEqualTo(80_000);
    assertThat(asked).hasSize(1);
  }

  @Test
  void arcsThatAreNotKnownAreLeftOutAndNotInStep() {
    ArcSet unknown = ArcSet.of(2, 5);
    Compared compared =
        compare(
            question ->
                question.basis().excluded().isEmpty()
                    ? declined(Reason.UNKNOWN, 80_000, unknown)
                    : inStep());
    assertThat(compared.inStep()).isFalse();
    assertThat(compared.isSame()).isTrue();
    assertThat(compared.notCompared()).containsExactly(new ArcId(1, 2), new ArcId(1, 5));
    assertThat(compared.roundTrips()).isEqualTo(2);
    assertThat(asked.getLast().basis().excluded()).isEqualTo(unknown);
  }

  @Test
  void whereNoArcIsKnownNothingIsInStep() {
    int[] all = new int[16];
    java.util.Arrays.setAll(all, i -> i);
    Compared compared = compare(question -> declined(Reason.UNKNOWN, 80_000, ArcSet.of(all)));
    assertThat(compared.inStep()).isFalse();
    assertThat(compared.notCompared()).hasSize(16);
    assertThat(asked).hasSize(1);
  }

  @Test
  void aSideThatIsBehindIsComparedAsOfAnEarlierMoment() {
    Compared compared =
        compare(
            question ->
                question.basis().momentMs() > 60_000
                    ? declined(Reason.MOMENT, 60_000, ArcSet.NONE)
                    : inStep());
    assertThat(compared.inStep()).isTrue();
    assertThat(compared.momentMs()).isEqualTo(56_000);
  }

  @Test
  void anotherEpochIsRefused() {
    Compared compared = compare(question -> declined(Reason.EPOCH, 80_000, ArcSet.NONE));
    assertThat(compared.inStep()).isFalse();
    assertThat(compared.refusal()).isEqualTo(Reason.EPOCH);
    assertThat(asked).hasSize(1);
  }

  @Test
  void aSideThatAlwaysHasAnotherMomentIsRefused() {
    Compared compared =
        compare(
            question -> declined(Reason.MOMENT, question.basis().momentMs() - 2_000, ArcSet.NONE));
    assertThat(compared.refusal()).isEqualTo(Reason.MOMENT);
    assertThat(asked).hasSize(6);
  }

  @Test
  void whatFailsFails() {
    Future<Compared> compared =
        Comparison.begin(
            ComparisonTest::nothing, question -> Future.failedFuture("gone"), arcs, 80_000);
    assertThat(compared.cause()).hasMessage("gone");
  }
}
