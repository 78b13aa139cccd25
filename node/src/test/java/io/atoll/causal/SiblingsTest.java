package io.atoll.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiblingsTest {
  private static final Actor A = new Actor(1, 1);
  private static final Actor B = new Actor(2, 1);
  private static final Actor C = new Actor(3, 1);
  private static final CausalContext BLIND = CausalContext.EMPTY;

  /** Figure 3 of the paper: two clients interleave through one replica. */
  @Test
  void twoClientsThatInterleaveKeepTwoVersionsAndNoMore() {
    Siblings first = put(Siblings.EMPTY, A, BLIND, "v1");
    Siblings second = put(first, A, BLIND, "v2");
    assertThat(second.versions()).hasSize(2);
    Siblings third = put(second, A, first.clientContext(), "v3");
    assertThat(values(third)).containsExactly("v2", "v3");
    assertThat(values(put(third, A, third.clientContext(), "v4"))).containsExactly("v4");
  }

  @Test
  void theNewDotIsAfterThoseOfItsActorThatOnlyTheContextKnows() {
    Siblings state = put(put(Siblings.EMPTY, A, BLIND, "old"), B, BLIND, "other");
    Siblings after = put(state, A, seen(A, 40), "new");
    assertThat(values(after)).containsExactly("new", "other");
    assertThat(after.versions().getFirst().dot()).isEqualTo(new Dot(A, 41));
    assertThat(after.context().counter(A)).isEqualTo(41);
  }

  @Test
  void whatTheContextSawIsSupersededWhenItArrivesLater() {
    Siblings elsewhere = put(Siblings.EMPTY, B, BLIND, "seen elsewhere");
    Siblings here = put(Siblings.EMPTY, A, elsewhere.clientContext(), "new");
    assertThat(values(here.merge(elsewhere))).containsExactly("new");
    assertThat(here.merge(elsewhere)).isSameAs(here);
    assertThat(elsewhere.merge(here)).isSameAs(here);
  }

  @Test
  void anExhaustedCounterIsRefused() {
    assertThatThrownBy(() -> put(Siblings.EMPTY, A, seen(A, Long.MAX_VALUE), "new"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("1.1");
    assertThat(put(Siblings.EMPTY, B, seen(A, Long.MAX_VALUE), "new").live()).hasSize(1);
  }

  @Test
  void theOnlyVersionIsOneThatStandsAlone() {
    Siblings one = put(Siblings.EMPTY, A, BLIND, "v1");
    assertThat(Siblings.EMPTY.only()).isNull();
    assertThat(one.only()).isEqualTo(one.versions().getFirst());
    assertThat(put(one, B, BLIND, "v2").only()).as("of two").isNull();
    Siblings deleted = one.put(A, one.clientContext(), 2, true, "", new byte[0]);
    assertThat(deleted.only()).matches(Version::tombstone);
  }

  @Test
  void aDeleteSupersedesLikeAWriteAndIsNotLive() {
    Siblings written = put(Siblings.EMPTY, A, BLIND, "value");
    Siblings deleted =
        written.put(A, written.clientContext(), 2, true, "text/plain", new byte[] {1});
    assertThat(deleted.live()).isEmpty();
    assertThat(deleted.isEmpty()).isFalse();
    assertThat(deleted.versions()).singleElement().matches(Version::tombstone);
    Siblings concurrent = deleted.merge(put(Siblings.EMPTY, B, BLIND, "concurrent"));
    assertThat(values(concurrent)).containsExactly("concurrent");
    assertThat(concurrent.versions()).hasSize(2);
  }

  @Test
  void blindDeletesDoNotPileUpWhereTheyAreMadeAndAddOneEachWhereTheyMeet() {
    Siblings here = put(Siblings.EMPTY, A, BLIND, "unread");
    Siblings there = put(Siblings.EMPTY, B, BLIND, "unread too");
    int sizeBytes = deleteBlindly(here, A).encodedSizeBytes();
    for (int i = 0; i < 4_100; i++) {
      here = deleteBlindly(here, A);
      there = deleteBlindly(there, B);
      assertThat(here.encodedSizeBytes()).isLessThan(sizeBytes + 4);
    }
    Siblings met = here.merge(there);
    assertThat(values(met)).containsExactly("unread", "unread too");
    assertThat(met.versions()).hasSize(4);
    assertThat(values(put(met, C, BLIND, "mine"))).containsExactly("unread", "unread too", "mine");
    assertThat(put(met, C, BLIND, "mine").versions()).hasSize(3);
  }

  @Test
  void aWriteIsLaterThanTheTombstonesThatItSupersedesSoThatItsContextIsToo() {
    Siblings deleted = Siblings.EMPTY.put(A, BLIND, 900, true, "", new byte[0]);
    Siblings written = deleted.put(B, BLIND, 5, false, "", new byte[0]);
    assertThat(written.versions()).singleElement().matches(v -> v.timestamp() == 901);
    assertThat(written.clientContext().timestamp()).isEqualTo(901);
    assertThat(written.merge(deleted)).isSameAs(written);
    assertThat(deleted.mergeLastWriterWins(written)).isSameAs(written);
  }

  @Test
  void aTombstoneThatWasSupersededUnseenBringsNothingBack() {
    Siblings old = put(Siblings.EMPTY, A, BLIND, "old");
    Siblings deleted = old.put(A, old.clientContext(), 2, true, "", new byte[0]);
    Siblings written = put(deleted, B, BLIND, "new");
    assertThat(values(written.merge(old))).containsExactly("new");
    assertThat(values(old.merge(written))).containsExactly("new");
  }

  private static Siblings deleteBlindly(Siblings state, Actor actor) {
    return state.put(actor, BLIND, 2, true, "", new byte[0]);
  }

  @Test
  void aBlindWriteLeavesTheWriterWithoutTheSiblingsOfItsActor() {
    Siblings state = put(put(Siblings.EMPTY, A, BLIND, "unread"), A, BLIND, "mine");
    assertThat(state.contextAfterPut(A, BLIND))
        .isEqualTo(new CausalContext(BLIND.vector(), List.of(new Dot(A, 2)), 1));
    Siblings apart = put(put(Siblings.EMPTY, B, BLIND, "unread"), A, BLIND, "mine");
    assertThat(apart.contextAfterPut(A, BLIND)).isEqualTo(seen(A, 1));
  }

  @Test
  void aWriterThatGoesOnReplacesItsOwnWriteAndNotTheSiblingBeforeIt() {
    Siblings state = put(Siblings.EMPTY, A, BLIND, "unread");
    CausalContext mine = BLIND;
    for (String value : List.of("first", "second", "third")) {
      state = put(state, A, mine, value);
      mine = state.contextAfterPut(A, mine);
    }
    assertThat(values(state)).containsExactly("unread", "third");
    assertThat(mine.apart()).containsExactly(new Dot(A, 4));
    Siblings elsewhere = put(state, B, mine, "fourth");
    assertThat(values(elsewhere)).containsExactly("unread", "fourth");
  }

  @Test
  void whatStandsApartAndIsNotHereYetBecomesASiblingWhenItArrives() {
    Siblings first = put(Siblings.EMPTY, A, BLIND, "unread");
    Siblings second = put(put(first, A, BLIND, "unread too"), A, BLIND, "mine");
    CausalContext mine = second.contextAfterPut(A, BLIND);
    Siblings behind = put(first, B, mine, "mine again");
    assertThat(values(behind)).containsExactly("unread", "mine again");
    assertThat(values(behind.merge(second)))
        .containsExactly("unread", "unread too", "mine", "mine again");
  }

  @Test
  void eventsApartComeTogetherWithTheVectorWhenTheGapCloses() {
    CausalContext apart = new CausalContext(VersionVector.of(A, 1), List.of(new Dot(A, 3)), 0);
    assertThat(apart.merge(new CausalContext(VersionVector.of(A, 2), 0)))
        .isEqualTo(new CausalContext(VersionVector.of(A, 3), 0));
    assertThat(apart.least()).isEqualTo(VersionVector.of(A, 3));
    assertThat(apart.contains(new Dot(A, 2))).isFalse();
  }

  @Test
  void emptyHasNothing() {
    assertThat(Siblings.EMPTY.isEmpty()).isTrue();
    assertThat(Siblings.EMPTY.versions()).isEmpty();
    assertThat(Siblings.EMPTY.context()).isEqualTo(VersionVector.EMPTY);
    assertThat(Siblings.EMPTY.clientContext()).isEqualTo(CausalContext.EMPTY);
    assertThat(Siblings.EMPTY.maxTimestamp()).isZero();
    assertThat(Siblings.EMPTY.lastWriterWins()).isSameAs(Siblings.EMPTY);
    assertThat(Siblings.EMPTY.merge(Siblings.EMPTY)).isSameAs(Siblings.EMPTY);
  }

  @Test
  void theHighestTimestampOfAllVersions() {
    Siblings state =
        Siblings.EMPTY
            .put(A, BLIND, 7, false, "", new byte[0])
            .put(B, BLIND, 9, false, "", new byte[0])
            .put(C, BLIND, 8, false, "", new byte[0]);
    assertThat(state.maxTimestamp()).isEqualTo(9);
  }

  @Test
  void actorsThatLeftAreForgottenBeyondAThresholdUnlessAVersionIsTheirs() {
    Siblings old = put(put(Siblings.EMPTY, A, BLIND, "a"), B, seen(A, 1), "b");
    Siblings state = put(old, C, seen(A, 1), "c");
    assertThat(state.withoutActors(actor -> true, 3)).isSameAs(state);
    Siblings pruned = state.withoutActors(actor -> true, 2);
    assertThat(pruned.context().newestDots()).containsExactly(new Dot(B, 1), new Dot(C, 1));
    assertThat(pruned.versions()).isEqualTo(state.versions());
    assertThat(state.withoutActors(actor -> false, 0)).isSameAs(state);
  }

  @Test
  void equalByContent() {
    Siblings one = put(put(Siblings.EMPTY, A, BLIND, "a"), B, BLIND, "b");
    Siblings same = put(put(Siblings.EMPTY, B, BLIND, "b"), A, BLIND, "a");
    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(one).isNotEqualTo(put(put(Siblings.EMPTY, A, BLIND, "a"), B, BLIND, "c"));
  }

  @Test
  void readsWellInALogAndHidesValues() {
    assertThat(put(Siblings.EMPTY, A, BLIND, "secret"))
        .hasToString("Siblings[seen [1.1:1], versions [1.1:1 at 1 6 B text/plain]]");
  }

  @Test
  void versionsThatCannotBeAreRefused() {
    Dot dot = new Dot(A, 1);
    byte[] none = {};
    assertThatThrownBy(() -> new Dot(A, 0)).hasMessageContaining("counter is 0");
    assertThatThrownBy(() -> new Version(dot, -1, false, "", none)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new Version(dot, 1, false, "text/\n", none))
        .hasMessageContaining("U+000A at character 5");
    assertThatThrownBy(() -> new Version(dot, 1, false, "x".repeat(256), none))
        .hasMessageContaining("256 characters");
    assertThatThrownBy(() -> new Version(dot, 1, true, "", new byte[3]))
        .hasMessageContaining("tombstone");
  }

  private static Siblings put(Siblings state, Actor actor, CausalContext context, String value) {
    return state.put(
        actor, context, 1, false, "text/plain", value.getBytes(StandardCharsets.UTF_8));
  }

  private static CausalContext seen(Actor actor, long counter) {
    return new CausalContext(VersionVector.of(actor, counter), 1);
  }

  private static List<String> values(Siblings state) {
    return state.live().stream()
        .map(version -> new String(version.value(), StandardCharsets.UTF_8))
        .toList();
  }
}
