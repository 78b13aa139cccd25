package io.atoll.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.chaos.history.Write;
import io.atoll.ring.ConsistencyLevel.Named;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link CopiesAreWhole} and {@link ReadsAreWhole}, which hold states to the same. */
class WholeStatesTest {
  private final HandMade made = new HandMade();

  private static Write put(HandMade made, String keyspace, Siblings read) {
    return made.put(keyspace, Named.QUORUM, read);
  }

  /** What is found when this is what a replica holds, and a read shows. */
  private List<String> found(String keyspace, Siblings state) {
    int id = made.read(keyspace, Named.QUORUM, state).id();
    List<String> copies = new CopiesAreWhole().check(made.evidence(keyspace, state));
    assertThat(new ReadsAreWhole().check(made.evidence()))
        .as("reads, where copies are %s", copies)
        .filteredOn(each -> each.startsWith("read %d ".formatted(id)))
        .hasSameSizeAs(copies);
    return copies;
  }

  private List<String> foundAmongSiblings(Siblings state) {
    return found(HandMade.SIBLINGS, state);
  }

  @Test
  void siblingsThatNobodyHasSeenAreAllThere() {
    Siblings one = made.written(HandMade.SIBLINGS, Siblings.EMPTY);
    Siblings two = made.written(HandMade.SIBLINGS, one);
    assertThat(two.versions()).hasSize(2);
    assertThat(foundAmongSiblings(two)).isEmpty();
    Siblings elsewhere = made.made(put(made, HandMade.SIBLINGS, one), 1, Siblings.EMPTY);
    assertThat(foundAmongSiblings(elsewhere.merge(two))).isEmpty();
    Siblings deleted = made.made(made.delete(HandMade.SIBLINGS, Named.ONE, two), 2, two);
    assertThat(foundAmongSiblings(deleted)).isEmpty();
    assertThat(foundAmongSiblings(made.written(HandMade.SIBLINGS, deleted))).isEmpty();
    assertThat(foundAmongSiblings(Siblings.EMPTY)).isEmpty();
  }

  @Test
  void aSiblingThatIsKnownAndNotShownIsMissing() {
    Siblings two = made.written(HandMade.SIBLINGS, made.written(HandMade.SIBLINGS, Siblings.EMPTY));
    assertThat(foundAmongSiblings(two.lastWriterWins()))
        .singleElement()
        .asString()
        .contains("knows write 0", "does not have it");
  }

  @Test
  void aValueBesideOneThatSupersededItIsTooMuch() {
    Siblings one = made.written(HandMade.SIBLINGS, Siblings.EMPTY);
    Write after = put(made, HandMade.SIBLINGS, one);
    Siblings both = made.made(after, CausalContext.EMPTY, 0, one);
    assertThat(both.versions()).hasSize(2);
    assertThat(foundAmongSiblings(both)).singleElement().asString().contains("superseded it");
  }

  @Test
  void whatADeleteSupersededElsewhereMayStandBesideWhoKnowsTheDeleteOnlyByName() {
    Siblings one = made.written(HandMade.SIBLINGS, Siblings.EMPTY);
    Siblings deleted = made.made(made.delete(HandMade.SIBLINGS, Named.ONE, one), 1, one);
    Write blind = made.delete(HandMade.SIBLINGS, Named.ONE, Siblings.EMPTY);
    Siblings event = made.made(blind, 2, deleted);
    Write next = made.putAfter(blind, 2, event);
    Siblings both = made.made(next, 0, one);
    assertThat(both.versions()).hasSize(2);
    assertThat(foundAmongSiblings(both)).isEmpty();
  }

  @Test
  void aValueBesideTheDeleteOfItIsTooMuch() {
    Siblings one = made.written(HandMade.SIBLINGS, Siblings.EMPTY);
    Write delete = made.delete(HandMade.SIBLINGS, Named.ONE, one);
    Siblings both = made.made(delete, CausalContext.EMPTY, 1, Siblings.EMPTY).merge(one);
    assertThat(foundAmongSiblings(both)).singleElement().asString().contains("superseded it");
  }

  @Test
  void anEventThatWasNamedApartMayComeBackAsASibling() {
    Siblings one = made.written(HandMade.SIBLINGS, Siblings.EMPTY);
    Siblings two = made.written(HandMade.SIBLINGS, one);
    Write own = made.history.writes().getLast();
    CausalContext apart = two.contextAfterPut(new Actor(0, 1), CausalContext.EMPTY);
    assertThat(apart.apart()).hasSize(1);
    Write next =
        made.history.write(own.question(), false, apart, made.history.writes().get(1).history());
    next.carries(HandMade.value(next.id()));
    Siblings elsewhere = made.made(next, 1, Siblings.EMPTY);
    assertThat(elsewhere.merge(two).versions()).hasSize(3);
    assertThat(foundAmongSiblings(elsewhere.merge(two))).isEmpty();
  }

  @Test
  void bytesThatNobodyWroteAreFound() {
    Write write = put(made, HandMade.SIBLINGS, Siblings.EMPTY);
    Siblings honest = made.made(write, 0, Siblings.EMPTY);
    assertThat(foundAmongSiblings(honest)).isEmpty();
    write.carries(HandMade.value(99));
    assertThat(foundAmongSiblings(honest)).singleElement().asString().contains("nobody wrote");
  }

  @Test
  void aValueUnderTwoEventsIsFound() {
    Write write = put(made, HandMade.SIBLINGS, Siblings.EMPTY);
    Siblings once = made.made(write, 0, Siblings.EMPTY);
    Siblings twice = HandMade.put(write, CausalContext.EMPTY, 1, once, made.tick());
    assertThat(foundAmongSiblings(twice)).singleElement().asString().contains("of another");
    made.note(write, 1, twice, 1);
    write.mayRepeat();
    assertThat(foundAmongSiblings(twice)).isEmpty();
  }

  @Test
  void whereTheLastWriterWinsThereIsOneValueAndItIsTheLast() {
    Siblings one = made.written(HandMade.LWW, Siblings.EMPTY);
    assertThat(found(HandMade.LWW, made.written(HandMade.LWW, one))).isEmpty();
    Write later = put(made, HandMade.LWW, Siblings.EMPTY);
    Siblings both = HandMade.put(later, CausalContext.EMPTY, 1, one, 1);
    made.note(later, 1, both, 1_000);
    assertThat(found(HandMade.LWW, both)).singleElement().asString().contains("2 values");
    Siblings earlier = both.lastWriterWins();
    assertThat(found(HandMade.LWW, earlier)).singleElement().asString().contains("the later");
  }

  @Test
  void whereTheLastWriterWinsADeleteWinsToo() {
    Siblings one = made.written(HandMade.LWW, Siblings.EMPTY);
    Write delete = made.delete(HandMade.LWW, Named.ONE, Siblings.EMPTY);
    Siblings gone = made.made(delete, 1, one);
    assertThat(gone.live()).isEmpty();
    assertThat(found(HandMade.LWW, gone)).isEmpty();
    assertThat(found(HandMade.LWW, one)).isEmpty();
  }
}
