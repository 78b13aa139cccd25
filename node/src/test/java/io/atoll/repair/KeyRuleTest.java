package io.atoll.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.causal.VersionVector;
import io.atoll.repair.sketch.SketchKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which way states go. */
class KeyRuleTest {
  private static final SketchKey KEY = new SketchKey(new byte[SketchKey.SECRET_BYTES]);
  private static final int MANY = 4;
  private static final Actor A = new Actor(1, 1);
  private static final Actor B = new Actor(2, 1);
  private static final VersionVector SEEN_A1 = VersionVector.of(A, 1);
  private static final VersionVector SEEN_A2 = VersionVector.of(A, 2);
  private static final VersionVector SEEN_B1 = VersionVector.of(B, 1);

  private static KeySummary summary(long weight, VersionVector seen) {
    return new KeySummary(place(5), weight, seen);
  }

  private static KeyPlace place(long token) {
    return new KeyPlace(token, new byte[] {1});
  }

  private static KeyRule rule(KeySummary mine, KeySummary theirs) {
    return KeyRule.of(mine, theirs, MANY);
  }

  @Test
  void theSameStateStaysWhereItIs() {
    assertThat(rule(summary(7, SEEN_A1), summary(7, SEEN_A1))).isEqualTo(KeyRule.SAME);
  }

  @Test
  void whatOnlyOneHasGoesToTheOther() {
    assertThat(rule(summary(7, SEEN_A1), null)).isEqualTo(KeyRule.SEND);
    assertThat(rule(null, summary(7, SEEN_A1))).isEqualTo(KeyRule.FETCH);
  }

  @Test
  void whoHasSeenMoreGives() {
    assertThat(rule(summary(7, SEEN_A2), summary(8, SEEN_A1))).isEqualTo(KeyRule.SEND);
    assertThat(rule(summary(7, SEEN_A1), summary(8, SEEN_A2))).isEqualTo(KeyRule.FETCH);
  }

  @Test
  void bothGiveWhereNeitherHasSeenAllOrBothHave() {
    assertThat(rule(summary(7, SEEN_A1), summary(8, SEEN_B1))).isEqualTo(KeyRule.BOTH);
    assertThat(rule(summary(7, SEEN_A1), summary(8, SEEN_A1))).isEqualTo(KeyRule.BOTH);
  }

  @Test
  void whereActorsMayBeForgottenBothGive() {
    VersionVector many = VersionVector.EMPTY;
    for (int i = 1; i <= MANY; i++) {
      many = many.merge(VersionVector.of(new Actor(i, 1), 9));
    }
    assertThat(rule(summary(7, many), summary(8, SEEN_A1))).isEqualTo(KeyRule.SEND);
    VersionVector more = many.merge(VersionVector.of(new Actor(99, 1), 1));
    assertThat(rule(summary(7, more), summary(8, SEEN_A1))).isEqualTo(KeyRule.BOTH);
    assertThat(rule(summary(7, SEEN_A1), summary(8, more))).isEqualTo(KeyRule.BOTH);
  }

  @Test
  void whatIsUnsettledOnEitherSideIsLeftAlone() {
    KeySummary unsettled = KeySummary.unsettled(place(5));
    assertThat(rule(unsettled, summary(7, SEEN_A1))).isEqualTo(KeyRule.UNSETTLED);
    assertThat(rule(summary(7, SEEN_A1), unsettled)).isEqualTo(KeyRule.UNSETTLED);
    assertThat(rule(unsettled, null)).isEqualTo(KeyRule.UNSETTLED);
    assertThat(rule(null, unsettled)).isEqualTo(KeyRule.UNSETTLED);
  }

  private static byte[] written(long wallMs) {
    return Siblings.EMPTY
        .put(A, CausalContext.EMPTY, wallMs << 16, false, "", new byte[] {1})
        .encode();
  }

  private static KeySummary of(long writtenMs, long momentMs, long nowMs) {
    return KeySummary.of(KEY, place(5), written(writtenMs), momentMs, nowMs);
  }

  @Test
  void aKeyIsUnsettledWhileItsNewestEventIsLaterThanTheMoment() {
    assertThat(of(4_000, 4_000, 7_000).isUnsettled()).isFalse();
    assertThat(of(4_001, 4_000, 7_000).isUnsettled()).isTrue();
    assertThat(of(4_000, 4_000, 7_000).seen()).isEqualTo(SEEN_A1);
  }

  @Test
  void aTimeThatNoSoundClockGivesSaysNothing() {
    assertThat(of(67_000, 4_000, 7_000).isUnsettled()).isTrue();
    assertThat(of(67_001, 4_000, 7_000).isUnsettled()).isFalse();
  }

  @Test
  void whatIsNoStateIsLeftAlone() {
    assertThat(KeySummary.of(KEY, place(5), new byte[] {9, 9}, 4_000, 7_000).isUnsettled())
        .isTrue();
  }

  private static KeySummary at(long token, long weight) {
    return new KeySummary(place(token), weight, SEEN_A1);
  }

  @Test
  void keysOfBothSidesAreMatchedInOrder() {
    List<KeyMatch> all =
        KeyMatch.all(
            List.of(at(1, 7), at(3, 7), at(-1, 7)), List.of(at(2, 7), at(3, 8)), null, MANY);
    assertThat(all)
        .containsExactly(
            new KeyMatch(place(1), KeyRule.SEND, -1),
            new KeyMatch(place(2), KeyRule.FETCH, 0),
            new KeyMatch(place(3), KeyRule.BOTH, 1),
            new KeyMatch(place(-1), KeyRule.SEND, -1));
  }

  @Test
  void nothingIsSaidOfWhatLiesBehindTheEnd() {
    assertThat(
            KeyMatch.all(List.of(at(1, 7), at(3, 7)), List.of(at(2, 7), at(4, 8)), place(2), MANY))
        .containsExactly(
            new KeyMatch(place(1), KeyRule.SEND, -1), new KeyMatch(place(2), KeyRule.FETCH, 0));
  }
}
