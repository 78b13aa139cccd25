package io.atoll.hints;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HintAccountTest {
  private static final DirtyArc.Place PLACE = new DirtyArc.Place(1, 5);

  private final HintBounds bounds = new HintBounds(HintSettings.DEFAULT.withMost(3, 100));
  private final HintAccount one = new HintAccount(bounds);
  private final HintAccount other = new HintAccount(bounds);

  @Test
  void theBoundsHoldForAllAccountsTogether() {
    assertThat(one.tryAdd(10, 1)).isTrue();
    assertThat(other.tryAdd(10, 1)).isTrue();
    assertThat(one.tryAdd(10, 1)).isTrue();
    assertThat(other.tryAdd(10, 1)).as("a fourth").isFalse();
    one.removing(10);
    assertThat(other.tryAdd(10, 1)).as("it is still on the disk").isFalse();
    one.removed(10);
    assertThat(other.tryAdd(81, 1)).as("more than 100 bytes").isFalse();
    assertThat(other.tryAdd(80, 1)).isTrue();
    assertThat(bounds.count()).isEqualTo(3);
    assertThat(bounds.bytes()).isEqualTo(100);
  }

  @Test
  void aHintThatCannotBeRemovedIsCountedAgain() {
    one.tryAdd(10, 7);
    one.removing(10);
    assertThat(one.isEmpty()).isTrue();
    one.kept(10, 7);
    assertThat(one.count()).isEqualTo(1);
    assertThat(one.sinceMs()).isEqualTo(7);
    assertThat(bounds.count()).isEqualTo(1);
  }

  @Test
  void whatIsThereAlreadyIsCountedBeyondTheBound() {
    for (int i = 0; i < 5; i++) {
      one.found(50, 1);
    }
    assertThat(bounds.count()).isEqualTo(5);
    assertThat(one.tryAdd(1, 1)).isFalse();
  }

  @Test
  void itKnowsSinceWhenSomethingIsMissed() {
    assertThat(one.sinceMs()).isZero();
    one.tryAdd(10, 300);
    one.tryAdd(10, 200);
    one.tryAdd(10, 400);
    assertThat(one.sinceMs()).isEqualTo(200);
    one.dirty(PLACE, 100);
    assertThat(one.sinceMs()).isEqualTo(100);
    one.clean(PLACE);
    for (int i = 0; i < 3; i++) {
      one.removing(10);
      one.removed(10);
    }
    assertThat(one.isEmpty()).isTrue();
    assertThat(one.sinceMs()).isZero();
    one.tryAdd(10, 500);
    assertThat(one.sinceMs()).isEqualTo(500);
  }

  @Test
  void anArcMayBeVisitedOnceAllThatWasMissedIsCoveredByADurableNote() {
    DirtyArc arc = one.dirty(PLACE, 100);
    assertThat(bounds.dirtyArcs()).isEqualTo(1);
    assertThat(arc.mayBeVisited()).isFalse();
    arc.noting();
    one.dirty(PLACE, 200);
    arc.noted(true);
    assertThat(arc.isNoted()).isTrue();
    assertThat(arc.mayBeVisited()).as("missed after the note was asked for").isFalse();
    arc.noting();
    arc.noted(false);
    assertThat(arc.mayBeVisited()).as("the note failed").isFalse();
    arc.noting();
    arc.noted(true);
    assertThat(arc.mayBeVisited()).isTrue();
    assertThat(arc.sinceMs()).isEqualTo(100);
    one.clean(PLACE);
    assertThat(bounds.dirtyArcs()).isZero();
  }

  @Test
  void anArcThatIsFoundDirtyAndGotDirtyMeanwhileIsNotedAgain() {
    DirtyArc arc = one.dirty(PLACE, 200);
    arc.noting();
    arc.noted(true);
    one.found(PLACE, 100);
    assertThat(arc.mayBeVisited()).isFalse();
    assertThat(bounds.dirtyArcs()).isEqualTo(1);
  }

  @Test
  void whatIsLeftOfAMemberThatIsGoneIsGivenBack() {
    one.tryAdd(10, 1);
    one.tryAdd(20, 1);
    one.dirty(PLACE, 1);
    other.tryAdd(5, 1);
    one.clear();
    assertThat(one.isEmpty()).isTrue();
    assertThat(bounds.count()).isEqualTo(1);
    assertThat(bounds.bytes()).isEqualTo(5);
    assertThat(bounds.dirtyArcs()).isZero();
  }

  @Test
  void anArcIsDirtyUntilItsNoteIsGone() {
    DirtyArc arc = one.dirty(PLACE, 1);
    arc.noting();
    arc.noted(true);
    arc.leaving();
    assertThat(arc.mayBeVisited()).isFalse();
    assertThat(arc.isLeaving()).isTrue();
    assertThat(arc.left(false)).isFalse();
    assertThat(arc.mayBeVisited()).as("it stays as it was").isTrue();
    arc.leaving();
    one.dirty(PLACE, 2);
    assertThat(arc.isLeaving()).as("more was missed, and has to be noted again").isFalse();
    assertThat(arc.left(true)).isFalse();
    assertThat(arc.isNoted()).isFalse();
    arc.noting();
    arc.noted(true);
    arc.leaving();
    assertThat(arc.left(true)).isTrue();
  }
}
