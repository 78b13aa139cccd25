package io.atoll.causal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * However many have written to a key, its context can be carried and the key be read and written.
 */
class BoundedContextTest {
  private static final ContextSeal SEAL = new ContextSeal(new byte[16]);
  private static final byte[] KEY = {1};
  private static final Actor WRITER = new Actor(0, 1_000_000);

  @Test
  void aContextOfThreeHundredActorsIsWholeWhateverTheirNumbers() {
    List<Dot> dots = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      dots.add(new Dot(new Actor(Actor.MAX_MEMBER - i, Actor.MAX_GENERATION), Long.MAX_VALUE));
    }
    CausalContext context = new CausalContext(VersionVector.upTo(dots), Long.MAX_VALUE);
    assertThat(SEAL.open(1, KEY, SEAL.seal(1, KEY, context))).isEqualTo(context);
  }

  @Test
  void ofManyIncarnationsTheNewestOfEachMemberAndThoseOfValuesStay() {
    Siblings state = Siblings.EMPTY;
    for (int generation = 1; generation <= 3_000; generation++) {
      Actor actor = new Actor(generation % 3, generation * 1_024);
      // One value is never superseded; each other write supersedes all but that.
      CausalContext seen =
          new CausalContext(state.context().without(each -> each.generation() == 7 * 1_024), 0);
      state = put(state, actor, seen);
    }
    CausalContext answered = state.clientContext();
    assertThat(ContextFormat.sizeBytes(answered))
        .isBetween(CausalContext.MAX_ANSWERED_BYTES - 30, CausalContext.MAX_ANSWERED_BYTES);
    for (int generation = 2_998; generation <= 3_000; generation++) {
      assertThat(answered.contains(new Dot(new Actor(generation % 3, generation * 1_024), 1)))
          .isTrue();
    }
    assertThat(answered.contains(new Dot(new Actor(1, 7 * 1_024), 1))).isTrue();
    assertThat(answered.contains(new Dot(new Actor(1, 1_024), 1))).as("an old one").isFalse();
    assertThat(answered.timestamp()).isEqualTo(state.maxTimestamp());
  }

  /** 2.4 MB of actors that never were: what forged contexts could leave behind. */
  @Test
  void aKeyThatWasPoisonedIsReadWrittenAndDeleted() {
    Siblings poisoned = poisoned(200_000);
    assertThat(poisoned.encodedSizeBytes()).isGreaterThan(2_400_000);
    byte[] carried = SEAL.seal(1, KEY, poisoned.clientContext());
    assertThat(carried).hasSizeLessThanOrEqualTo(ContextSeal.MAX_SEALED_BYTES);

    Siblings written = put(poisoned, WRITER, SEAL.open(1, KEY, carried));
    assertThat(written.live()).as("the value of before is replaced").hasSize(1);
    CausalContext after = written.contextAfterPut(WRITER, SEAL.open(1, KEY, carried));
    assertThat(ContextFormat.sizeBytes(after))
        .isLessThanOrEqualTo(CausalContext.MAX_ANSWERED_BYTES);
    assertThat(after.contains(new Dot(WRITER, 2))).as("its own write").isTrue();

    Siblings deleted = written.put(WRITER, after, 9, true, "", new byte[0]);
    assertThat(deleted.live()).isEmpty();
    assertThat(put(poisoned, WRITER, CausalContext.EMPTY).live()).as("a blind write").hasSize(2);
  }

  /** Each round removes what it could name, so that there is an end. */
  @Test
  void moreValuesThanAContextCanNameAreSettledInRounds() {
    Siblings state = Siblings.EMPTY;
    for (int member = 0; member < 2_000; member++) {
      state = put(state, new Actor(member, 1 << 20), CausalContext.EMPTY);
    }
    assertThat(state.live()).hasSize(2_000);
    int rounds = 0;
    while (state.live().size() > 1) {
      state = put(state, WRITER, state.clientContext());
      rounds++;
    }
    assertThat(rounds).isBetween(2, 4);
  }

  @Test
  void anActorWithoutNumbersLeftHasNoRoom() {
    CausalContext nothing = CausalContext.EMPTY;
    Siblings worn = new Siblings(VersionVector.of(WRITER, Long.MAX_VALUE), new Version[0]);
    assertThat(worn.hasRoomFor(WRITER, nothing)).isFalse();
    Actor next = new Actor(WRITER.member(), WRITER.generation() + 1);
    assertThat(worn.hasRoomFor(next, nothing)).isTrue();
    assertThat(put(worn, next, worn.clientContext()).live()).hasSize(1);
    CausalContext forged = new CausalContext(VersionVector.of(WRITER, 1L << 62), 0);
    assertThat(Siblings.EMPTY.hasRoomFor(WRITER, forged)).isFalse();
    assertThat(Siblings.EMPTY.hasRoomFor(WRITER, nothing)).isTrue();
  }

  /** With a walk through the events for each version, or a copy for each event, this never ends. */
  @Test
  void hundredThousandEventsApartMeetHundredThousandVersions() {
    int many = 300_000;
    List<Dot> apart = new ArrayList<>();
    TreeMap<Dot, Version> versions = new TreeMap<>();
    List<Dot> newest = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      Actor actor = new Actor(i, 1);
      apart.add(new Dot(actor, 2));
      newest.add(new Dot(actor, 3));
      versions.put(new Dot(actor, 3), CausalDomain.versionOf(new Dot(actor, 3)));
    }
    CausalContext context = CausalContext.of(VersionVector.EMPTY, apart, 0);
    assertThat(context.apart()).hasSize(many);
    Siblings state =
        new Siblings(VersionVector.upTo(newest), versions.values().toArray(Version[]::new));

    assertThat(context.least().size()).isEqualTo(many);
    assertThat(CausalContext.decode(context.encode())).isEqualTo(context);
    assertThat(context.merge(context)).isEqualTo(context);
    Siblings written = put(state, new Actor(many, 1), context);
    assertThat(written.versionCount()).isGreaterThan(many / 2);
    assertThat(Siblings.decode(written.encode())).isEqualTo(written);
    assertThat(written.merge(state)).isEqualTo(written);
    assertThat(state.withoutActors(actor -> true, 1)).isSameAs(state);
    assertThat(ContextFormat.sizeBytes(written.clientContext()))
        .isLessThanOrEqualTo(CausalContext.MAX_ANSWERED_BYTES);
    CausalContext next = CausalContext.of(VersionVector.upTo(apart), newest, 0);
    assertThat(next.apart()).as("all of them follow").isEmpty();
    assertThat(written.contextAfterPut(new Actor(many, 1), context)).isNotNull();
  }

  private static Siblings poisoned(int actors) {
    List<Dot> dots = new ArrayList<>();
    for (int i = 0; i < actors; i++) {
      dots.add(new Dot(new Actor(500_000 + i, Integer.MAX_VALUE), 1L << 40));
    }
    CausalContext forged = new CausalContext(VersionVector.upTo(dots), 0);
    return put(Siblings.EMPTY, WRITER, forged);
  }

  private static Siblings put(Siblings state, Actor actor, CausalContext context) {
    return state.put(actor, context, 1, false, "", KEY);
  }
}
