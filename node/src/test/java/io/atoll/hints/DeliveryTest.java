package io.atoll.hints;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.hints.Delivery.Conditions;
import io.atoll.hints.Delivery.Source;
import io.atoll.hints.Delivery.State;
import io.atoll.hints.Delivery.Step;
import org.junit.jupiter.api.Test;

class DeliveryTest {
  private static final Delivery.Cursor HALF = new Delivery.Cursor(7, new byte[] {1});
  private static final Delivery.Cursor END = new Delivery.Cursor(9, new byte[] {2});

  private final HintAccount account = new HintAccount(new HintBounds(HintSettings.DEFAULT));
  private final Delivery delivery = new Delivery();
  private long nowMs = 1_000;
  private boolean paused;
  private boolean alive = true;
  private boolean takesWrites = true;
  private boolean hints = true;
  private DirtyArc arc;

  private Step next() {
    return delivery.next(nowMs, new Conditions(paused, alive, takesWrites, hints, arc));
  }

  private Step.Pack pack() {
    Step step = next();
    assertThat(step).isInstanceOf(Step.Pack.class);
    return (Step.Pack) step;
  }

  private void dirty() {
    arc = account.dirty(new DirtyArc.Place(1, 5), 1);
    arc.noting();
    arc.noted(true);
  }

  @Test
  void aRoundGoesOnWhereTheLastParcelEnded() {
    Step.Pack first = pack();
    assertThat(first.source()).isEqualTo(new Source.Hints());
    assertThat(first.after()).isNull();
    assertThat(next()).as("one parcel is packed at a time").isNull();
    delivery.packed(HALF, 100, false);
    assertThat(pack().after()).isEqualTo(HALF);
    delivery.packed(END, 100, true);
    assertThat(next()).as("two are on their way").isNull();
    delivery.taken(nowMs, 100, 1, 500);
    assertThat(next()).as("one is on its way").isNull();
    delivery.taken(nowMs, 100, 1, 500);
    hints = false;
    assertThat(next()).isNull();
    assertThat(delivery.state()).isEqualTo(State.IDLE);
    assertThat(delivery.bytesUnderWay()).isZero();
  }

  @Test
  void noMoreIsOnItsWayThanThePaceAllows() {
    int bytes = 0;
    Step step = next();
    while (step instanceof Step.Pack pack) {
      assertThat(pack.mostBytes()).isBetween(1, Delivery.PARCEL_BYTES);
      delivery.packed(HALF, pack.mostBytes(), false);
      bytes += pack.mostBytes();
      step = next();
    }
    assertThat(delivery.bytesUnderWay()).isEqualTo(bytes);
    assertThat(bytes).isLessThanOrEqualTo(Pace.MAX_BYTES);
  }

  @Test
  void nothingIsSentToWhoIsDownOrFullOrPaused() {
    alive = false;
    assertThat(next()).isNull();
    assertThat(delivery.state()).isEqualTo(State.DOWN);
    alive = true;
    takesWrites = false;
    assertThat(next()).isNull();
    assertThat(delivery.state()).isEqualTo(State.TAKES_NO_WRITES);
    paused = true;
    assertThat(next()).isNull();
    assertThat(delivery.state()).isEqualTo(State.PAUSED);
    takesWrites = true;
    paused = false;
    pack();
    assertThat(delivery.state()).isEqualTo(State.DELIVERING);
  }

  @Test
  void whoRefusesIsLeftAloneForLongerAndLonger() {
    long last = 0;
    for (int i = 0; i < 10; i++) {
      pack();
      delivery.packed(END, 100, true);
      delivery.refused(100, "full");
      assertThat(next()).isNull();
      assertThat(delivery.state()).isEqualTo(State.REFUSED);
      assertThat(delivery.refusal()).isEqualTo("full");
      long pause = 0;
      for (; next() == null; pause += 100) {
        nowMs += 100;
      }
      assertThat(pause).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(5_000);
      last = pause;
      delivery.packed(END, 100, true);
      delivery.refused(100, "full");
      next();
      nowMs += 5_000;
    }
    assertThat(last).isEqualTo(5_000);
    assertThat(pack().after()).as("it begins anew").isNull();
    delivery.packed(END, 100, true);
    delivery.taken(nowMs, 100, 1, 500);
    assertThat(delivery.refusal()).isEmpty();
  }

  @Test
  void whoComesBackIsNotKeptWaiting() {
    pack();
    delivery.packed(END, 100, true);
    delivery.refused(100, "no answer");
    assertThat(next()).isNull();
    alive = false;
    assertThat(next()).isNull();
    alive = true;
    pack();
  }

  @Test
  void whatIsOnItsWayWhenOneIsRefusedIsWaitedFor() {
    pack();
    delivery.packed(HALF, 100, false);
    pack();
    delivery.packed(END, 100, true);
    delivery.refused(100, "full");
    nowMs += 60_000;
    assertThat(next()).isNull();
    delivery.taken(nowMs, 100, 1, 500);
    next();
    nowMs += 60_000;
    assertThat(pack().after()).isNull();
  }

  @Test
  void aRoundThatBroughtNothingIsNotRepeatedAtOnce() {
    pack();
    delivery.packed(END, 0, true);
    assertThat(next()).isNull();
    nowMs += 60_000;
    pack();
  }

  @Test
  void aRoundThatOnlyForgotHintsIsFollowedByTheNextAtOnce() {
    pack();
    delivery.settled(3);
    delivery.packed(END, 0, true);
    pack();
  }

  @Test
  void aHintThatCannotBeRemovedIsNotTriedAgainAtOnce() {
    pack();
    delivery.packed(HALF, 0, false);
    delivery.settled(1);
    delivery.notForgotten(nowMs, "the log failed");
    assertThat(next()).isNull();
    assertThat(delivery.refusal()).isEqualTo("the log failed");
    nowMs += 200;
    assertThat(pack().after()).isNull();
  }

  @Test
  void anArcThatCannotBeForgottenIsNotVisitedAgainAtOnce() {
    hints = false;
    dirty();
    pack();
    delivery.packed(null, 0, true);
    assertThat(next()).isInstanceOf(Step.Brought.class);
    delivery.notForgotten(nowMs, "the log failed");
    assertThat(next()).isNull();
    nowMs += 200;
    pack();
  }

  @Test
  void hintsAndArcsTakeTurns() {
    dirty();
    assertThat(pack().source()).isInstanceOf(Source.Hints.class);
    delivery.packed(END, 100, true);
    delivery.taken(nowMs, 100, 1, 500);
    assertThat(pack().source()).isEqualTo(new Source.Arc(arc.place(), 1));
    delivery.packed(END, 100, true);
    delivery.taken(nowMs, 100, 1, 500);
    assertThat(next()).isEqualTo(new Step.Brought(new Source.Arc(arc.place(), 1)));
    assertThat(pack().source()).isInstanceOf(Source.Hints.class);
  }

  @Test
  void anArcOfWhichAParcelWasRefusedIsNotBrought() {
    hints = false;
    dirty();
    pack();
    delivery.packed(HALF, 100, false);
    pack();
    delivery.packed(END, 100, true);
    delivery.refused(100, "full");
    delivery.taken(nowMs, 100, 1, 500);
    assertThat(next()).isNull();
    nowMs += 60_000;
    assertThat(pack().after()).isNull();
  }

  @Test
  void oneKeyThatCannotBeTakenKeepsNobodyFromTheOthers() {
    pack();
    delivery.packed(HALF, 100, false);
    delivery.takenInPart(nowMs, 100, 3, 500, "damaged");
    assertThat(pack().after()).as("the round goes on").isEqualTo(HALF);
    delivery.packed(END, 100, true);
    delivery.taken(nowMs, 100, 4, 500);
    assertThat(pack().after()).as("the next, with what is left").isNull();
    delivery.packed(END, 100, true);
    delivery.refused(100, "damaged");
    assertThat(next()).isNull();
    assertThat(delivery.state()).isEqualTo(State.REFUSED);
  }

  @Test
  void anArcOfWhichSomeKeysWereRefusedIsNotBrought() {
    hints = false;
    dirty();
    pack();
    delivery.packed(END, 100, true);
    delivery.takenInPart(nowMs, 100, 3, 500, "damaged");
    assertThat(next()).isNull();
    nowMs += 60_000;
    assertThat(pack().after()).isNull();
  }

  @Test
  void anEmptyArcIsBroughtAtOnce() {
    hints = false;
    dirty();
    pack();
    delivery.packed(null, 0, true);
    assertThat(next()).isInstanceOf(Step.Brought.class);
    arc = null;
    assertThat(next()).isNull();
    assertThat(delivery.state()).isEqualTo(State.IDLE);
  }

  @Test
  void aStoreThatCannotBeReadIsTriedAgainLater() {
    pack();
    delivery.notPacked("damaged");
    assertThat(next()).isNull();
    assertThat(delivery.refusal()).isEqualTo("damaged");
    nowMs += 60_000;
    pack();
  }

  @Test
  void aTargetThatIsSlowEvenForTheLeastIsLeftToRest() {
    for (int i = 0; i < 10; i++) {
      nowMs += 60_000;
      pack();
      delivery.packed(HALF, 100, false);
      delivery.taken(nowMs, 100, 1, 2_000_000);
    }
    assertThat(next()).isNull();
    assertThat(delivery.state()).isEqualTo(State.DELIVERING);
    nowMs += 2_000;
    pack();
  }
}
