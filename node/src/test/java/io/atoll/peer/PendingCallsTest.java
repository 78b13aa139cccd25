package io.atoll.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PendingCallsTest {
  private final PendingCalls calls = new PendingCalls();
  private final HandLinks links = new HandLinks();
  private final HandLinks.HandLink link = links.inbound("a");
  private final HandLinks.HandLink other = links.inbound("b");

  /** Counts its end, and may ask anew when it comes. */
  private static final class Asker implements Peers.Listener<String> {
    private int broken;
    private Runnable then = () -> {};

    @Override
    public void replied(String reply) {
      throw new AssertionError("nobody replies here");
    }

    @Override
    public void broken() {
      broken++;
      then.run();
    }
  }

  private static PendingCalls.Pending<String> pending(
      HandLinks.HandLink link, Asker asker, long deadline) {
    return new PendingCalls.Pending<>(link, 3, Talk.ASK, asker, deadline);
  }

  @Example
  void anAnswerToACallThatEndedNeverMeetsTheNextInItsSlot() {
    long first = calls.add(pending(link, new Asker(), 0));
    assertThat(calls.remove(first)).isTrue();
    for (int i = 0; i < 1_000; i++) {
      long next = calls.add(pending(link, new Asker(), 0));
      assertThat(next).isNotEqualTo(first);
      assertThat(next & 0xFFFFF).as("the slot is used again").isEqualTo(first & 0xFFFFF);
      assertThat(calls.find(first)).isNull();
      assertThat(calls.remove(first)).isFalse();
      assertThat(calls.find(next)).isNotNull();
      calls.remove(next);
    }
  }

  @Property(tries = 200)
  void itIsAMapOfNumbersThatNeverComeAgain(
      @ForAll @Size(max = 400) List<@IntRange(min = 0, max = 2) Integer> steps) {
    PendingCalls tested = new PendingCalls();
    Map<Long, PendingCalls.Pending<?>> model = new HashMap<>();
    List<Long> everGiven = new ArrayList<>();
    for (int step : steps) {
      if (step > 0) {
        PendingCalls.Pending<?> added = pending(link, new Asker(), 0);
        long number = tested.add(added);
        assertThat(everGiven).doesNotContain(number);
        everGiven.add(number);
        model.put(number, added);
      } else if (!everGiven.isEmpty()) {
        long number = everGiven.get(everGiven.size() / 2);
        assertThat(tested.remove(number)).isEqualTo(model.remove(number) != null);
      }
      assertThat(tested.size()).isEqualTo(model.size());
    }
    for (long number : everGiven) {
      assertThat(tested.find(number)).isSameAs(model.get(number));
    }
  }

  @Property(tries = 1_000)
  void aNumberThatWasNeverGivenFindsNothing(@ForAll long number) {
    PendingCalls tested = new PendingCalls();
    long given = tested.add(pending(link, new Asker(), 0));
    if (number != given) {
      assertThat(tested.find(number)).isNull();
      assertThat(tested.remove(number)).isFalse();
    }
  }

  @Example
  void aBrokenLinkEndsItsCallsAndNoOthers() {
    Asker mine = new Asker();
    Asker theirs = new Asker();
    calls.add(pending(link, mine, 0));
    calls.add(pending(other, theirs, 0));
    calls.add(pending(link, mine, 0));
    calls.breakAll(link);
    assertThat(mine.broken).isEqualTo(2);
    assertThat(theirs.broken).isZero();
    assertThat(calls.size()).isEqualTo(1);
  }

  @Example
  void whatAListenerAsksAnewWhileItsLinkBreaksGoesOn() {
    Asker again = new Asker();
    Asker first = new Asker();
    first.then = () -> calls.add(pending(link, again, 0));
    Asker second = new Asker();
    calls.add(pending(link, first, 0));
    calls.add(pending(link, second, 0));
    calls.breakAll(link);
    assertThat(second.broken).isEqualTo(1);
    assertThat(again.broken).isZero();
    assertThat(calls.size()).isEqualTo(1);
  }

  @Example
  void aListenerMayEndAnotherCallOfTheLinkThatBreaks() {
    Asker second = new Asker();
    Asker first = new Asker();
    calls.add(pending(link, first, 0));
    long number = calls.add(pending(link, second, 0));
    first.then = () -> calls.remove(number);
    calls.breakAll(link);
    assertThat(second.broken).as("it is closed").isZero();
    assertThat(calls.size()).isZero();
  }

  @Example
  void overdueCallsEndAlsoWhereTheClockWrapsRound() {
    Asker early = new Asker();
    Asker late = new Asker();
    calls.add(pending(link, early, Long.MAX_VALUE - 5));
    calls.add(pending(link, late, Long.MIN_VALUE + 5));
    calls.breakOverdue(Long.MAX_VALUE - 6);
    assertThat(early.broken).isZero();
    calls.breakOverdue(Long.MAX_VALUE);
    assertThat(early.broken).isEqualTo(1);
    assertThat(late.broken).isZero();
    calls.breakOverdue(Long.MIN_VALUE + 5);
    assertThat(late.broken).isEqualTo(1);
    assertThat(calls.size()).isZero();
  }

  @Example
  void aMillionCallsAreTheMost() {
    PendingCalls.Pending<?> same = pending(link, new Asker(), 0);
    boolean fullBefore = false;
    for (int i = 0; i < 1 << 20; i++) {
      fullBefore |= calls.isFull();
      calls.add(same);
    }
    assertThat(fullBefore).isFalse();
    assertThat(calls.isFull()).isTrue();
    calls.remove(same.number());
    assertThat(calls.isFull()).isFalse();
  }
}
