package io.atoll.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AnswerDetectorTest {
  private static final int NEAR = 1;
  private static final int FAR = 2;
  private static final long TICK_MS = 50;

  private final AnswerDetector detector = new AnswerDetector(AnswerDetector.Settings.DEFAULT);
  private final Map<Integer, Boolean> answering = new HashMap<>(Map.of(NEAR, true, FAR, true));
  private final List<Integer> asked = new ArrayList<>();
  private final List<Integer> returned = new ArrayList<>();
  private long now = 1_000_000;

  AnswerDetectorTest() {
    detector.setPeers(Map.of(NEAR, true, FAR, false));
  }

  /** Time passes, peers are asked when they are due, and those that answer do so at once. */
  private void pass(long ms) {
    for (long end = now + ms; now < end; now += TICK_MS) {
      detector.tick(now);
      for (int peer : detector.due(now)) {
        asked.add(peer);
        detector.asked(peer, now);
        if (answering.get(peer) && detector.answered(peer, now, now)) {
          returned.add(peer);
        }
      }
    }
  }

  @Test
  void nobodyIsJudgedBeforeHeWasAsked() {
    assertThat(detector.of(NEAR)).isEqualTo(Answering.UNKNOWN);
    assertThat(detector.of(99)).isEqualTo(Answering.UNKNOWN);
    detector.tick(now + 100_000);
    assertThat(detector.of(NEAR)).isEqualTo(Answering.UNKNOWN);
  }

  @Test
  void whoAnswersAnswers() {
    pass(100);
    assertThat(detector.of(NEAR)).isEqualTo(Answering.ANSWERS);
    assertThat(detector.of(FAR)).isEqualTo(Answering.ANSWERS);
    assertThat(returned).isEmpty();
  }

  @Test
  void whoDoesNotAnswerIsSilentAfterASecondAndAFarOneAfterThree() {
    pass(1_000);
    answering.put(NEAR, false);
    answering.put(FAR, false);
    pass(950);
    assertThat(detector.of(NEAR)).isEqualTo(Answering.ANSWERS);
    pass(400);
    assertThat(detector.of(NEAR)).isEqualTo(Answering.SILENT);
    assertThat(detector.of(FAR)).isEqualTo(Answering.ANSWERS);
    pass(2_000);
    assertThat(detector.of(FAR)).isEqualTo(Answering.SILENT);
  }

  @Test
  void anAnswerToAnyRequestIsEnoughToCountAsAnswering() {
    pass(1_000);
    answering.put(NEAR, false);
    for (int i = 0; i < 100; i++) {
      pass(100);
      detector.heard(NEAR, now);
    }
    assertThat(detector.of(NEAR)).isEqualTo(Answering.ANSWERS);
  }

  @Test
  void aBusyPeerIsAskedSeldomAndAnIdleOneOften() {
    pass(1_000);
    asked.clear();
    pass(10_000);
    assertThat(asked.stream().filter(peer -> peer == NEAR).count()).isBetween(30L, 40L);
    asked.clear();
    for (int i = 0; i < 100; i++) {
      detector.heard(NEAR, now);
      pass(100);
    }
    assertThat(asked.stream().filter(peer -> peer == NEAR).count()).isBetween(4L, 6L);
  }

  @Test
  void aSilentPeerReturnsAfterTwoAnswersInTime() {
    pass(1_000);
    answering.put(NEAR, false);
    pass(2_000);
    answering.put(NEAR, true);
    pass(800);
    assertThat(detector.of(NEAR)).isEqualTo(Answering.ANSWERS);
    assertThat(returned).containsExactly(NEAR);
  }

  @Test
  void whatASilentPeerStillOwedDoesNotBringItBack() {
    pass(1_000);
    answering.put(NEAR, false);
    pass(2_000);
    detector.heard(NEAR, now);
    detector.answered(NEAR, now - 1_500, now);
    detector.answered(NEAR, now - 1_400, now);
    detector.answered(NEAR, now - 100, now);
    detector.answered(NEAR, now - 1_300, now);
    detector.answered(NEAR, now - 50, now);
    assertThat(detector.of(NEAR)).isEqualTo(Answering.SILENT);
  }

  @Test
  void whoFailsAgainAndAgainHasToAnswerForLonger() {
    pass(1_000);
    List<Long> tookMs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      answering.put(NEAR, false);
      pass(2_500);
      answering.put(NEAR, true);
      long begun = now;
      while (detector.of(NEAR) != Answering.ANSWERS) {
        pass(TICK_MS);
      }
      tookMs.add(now - begun);
    }
    assertThat(tookMs.getLast()).isGreaterThan(1_000).isLessThan(3_000);
    assertThat(tookMs.getFirst()).isLessThan(1_000);
    pass(60_000);
    answering.put(NEAR, false);
    pass(2_500);
    answering.put(NEAR, true);
    pass(800);
    assertThat(detector.of(NEAR)).isEqualTo(Answering.ANSWERS);
  }

  @Test
  void whoDeclinesIsSilentAtOnceAndReturnsWhenItServesAgain() {
    pass(1_000);
    detector.declined(NEAR, now);
    assertThat(detector.of(NEAR)).isEqualTo(Answering.SILENT);
    detector.heard(NEAR, now);
    assertThat(detector.of(NEAR)).isEqualTo(Answering.SILENT);
    pass(1_000);
    assertThat(detector.of(NEAR)).isEqualTo(Answering.ANSWERS);
  }

  @Test
  void aNodeThatSleptHoldsNobodyToAccount() {
    pass(1_000);
    detector.asked(NEAR, now);
    now += 60_000;
    detector.tick(now);
    assertThat(detector.of(NEAR)).isEqualTo(Answering.ANSWERS);
    detector.tick(now + 400);
    assertThat(detector.of(NEAR)).isEqualTo(Answering.ANSWERS);
  }

  @Test
  void inALargeClusterEachIsAskedLessOften() {
    Map<Integer, Boolean> many = new TreeMap<>();
    for (int i = 0; i < 1_000; i++) {
      many.put(i, true);
    }
    detector.setPeers(many);
    many.keySet().forEach(peer -> answering.put(peer, true));
    pass(1_000);
    asked.clear();
    pass(10_000);
    assertThat(asked.size()).isLessThan(11_000);
    answering.put(7, false);
    pass(3_000);
    assertThat(detector.of(7)).isEqualTo(Answering.ANSWERS);
    pass(3_000);
    assertThat(detector.of(7)).isEqualTo(Answering.SILENT);
  }

  @Test
  void changesAreCounted() {
    pass(1_000);
    long before = detector.changes();
    pass(10_000);
    assertThat(detector.changes()).isEqualTo(before);
    answering.put(NEAR, false);
    pass(2_000);
    assertThat(detector.changes()).isEqualTo(before + 1);
  }

  @Test
  void requestsDecideWhereTheyAreKnownAndGossipWhereNot() {
    assertThat(Answering.ANSWERS.with(MemberState.DOWN)).isEqualTo(MemberState.ALIVE);
    assertThat(Answering.ANSWERS.with(MemberState.SUSPECT)).isEqualTo(MemberState.ALIVE);
    assertThat(Answering.SILENT.with(MemberState.ALIVE)).isEqualTo(MemberState.DOWN);
    for (MemberState state : MemberState.values()) {
      assertThat(Answering.UNKNOWN.with(state)).isEqualTo(state);
    }
  }
}
