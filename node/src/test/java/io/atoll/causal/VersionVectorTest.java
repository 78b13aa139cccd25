package io.atoll.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

@Domain(CausalDomain.class)
class VersionVectorTest {
  @Property
  void mergeTakesTheHigherCounterOfEachActor(@ForAll VersionVector a, @ForAll VersionVector b) {
    Map<Actor, Long> expected = counters(a);
    counters(b).forEach((actor, counter) -> expected.merge(actor, counter, Math::max));
    assertThat(counters(a.merge(b))).isEqualTo(expected);
  }

  @Property
  void descendsComparesEveryCounter(@ForAll VersionVector a, @ForAll VersionVector b) {
    boolean expected =
        counters(b).entrySet().stream().allMatch(e -> a.counter(e.getKey()) >= e.getValue());
    assertThat(a.descends(b)).isEqualTo(expected);
    assertThat(a.merge(b).descends(a)).isTrue();
    assertThat(a.merge(b).descends(b)).isTrue();
  }

  @Property
  void mergeCopiesNothingWhenOneSideIsTheAnswer(@ForAll VersionVector a, @ForAll VersionVector b) {
    VersionVector joined = a.merge(b);
    assertThat(joined.merge(a)).isSameAs(joined);
    if (!a.descends(joined)) {
      assertThat(a.merge(joined)).isSameAs(joined);
    }
  }

  @Property
  void anActorIsSeenUpToItsCounterAndNoFurther(@ForAll VersionVector vector, @ForAll Actor actor) {
    long counter = vector.counter(actor);
    assertThat(counter).isEqualTo(counters(vector).getOrDefault(actor, 0L));
    if (counter > 0) {
      assertThat(vector.contains(new Dot(actor, counter))).isTrue();
    }
    if (counter < Long.MAX_VALUE) {
      assertThat(vector.contains(new Dot(actor, counter + 1))).isFalse();
    }
  }

  @Property
  void oneMoreEventRaisesOneCounter(@ForAll VersionVector vector, @ForAll Actor actor) {
    long counter = vector.counter(actor);
    if (counter == Long.MAX_VALUE) {
      return;
    }
    Map<Actor, Long> expected = counters(vector);
    expected.put(actor, counter + 1);
    VersionVector advanced = vector.with(new Dot(actor, counter + 1));
    assertThat(counters(advanced)).isEqualTo(expected);
    assertThat(vector.counter(actor)).isEqualTo(counter);
  }

  @Property
  void withoutForgetsExactlyTheActorsNamed(@ForAll VersionVector vector, @ForAll Actor leaving) {
    Map<Actor, Long> expected = counters(vector);
    expected.remove(leaving);
    assertThat(counters(vector.without(leaving::equals))).isEqualTo(expected);
    assertThat(vector.without(actor -> true)).isSameAs(VersionVector.EMPTY);
    assertThat(vector.without(actor -> false)).isSameAs(vector);
  }

  @Property
  void roundTrip(@ForAll VersionVector vector) {
    byte[] bytes = vector.encode();
    assertThat(bytes).hasSize(vector.encodedSizeBytes());
    assertThat(VersionVector.decode(bytes)).isEqualTo(vector).hasSameHashCodeAs(vector);
  }

  @Example
  void ofTheCounterZeroIsEmpty() {
    assertThat(VersionVector.of(new Actor(1, 1), 0)).isSameAs(VersionVector.EMPTY);
    assertThatThrownBy(() -> VersionVector.of(new Actor(1, 1), -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Example
  void actorsSortByMemberThenGeneration() {
    Actor[] sorted = {
      new Actor(0, 1),
      new Actor(0, Actor.MAX_GENERATION),
      new Actor(1, 1),
      new Actor(Actor.MAX_MEMBER, 1)
    };
    assertThat(sorted).isSorted();
    assertThatThrownBy(() -> new Actor(-1, 1)).hasMessageContaining("member is -1");
    assertThatThrownBy(() -> new Actor(1, 0)).hasMessageContaining("generation is 0");
  }

  @Example
  void readsWellInALog() {
    VersionVector vector =
        VersionVector.of(new Actor(7, 2), 31).merge(VersionVector.of(new Actor(3, 1), 17));
    assertThat(vector).hasToString("[3.1:17, 7.2:31]");
  }

  private static Map<Actor, Long> counters(VersionVector vector) {
    Map<Actor, Long> counters = new TreeMap<>();
    for (Dot newest : vector.newestDots()) {
      counters.put(newest.actor(), newest.counter());
    }
    return counters;
  }
}
