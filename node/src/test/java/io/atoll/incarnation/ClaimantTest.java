package io.atoll.incarnation;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.incarnation.Effect.Ask;
import io.atoll.incarnation.Effect.Establish;
import io.atoll.incarnation.Effect.Remember;
import io.atoll.incarnation.Effect.Renew;
import io.atoll.incarnation.Effect.Tell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClaimantTest {
  private static final Map<Integer, String> TWO = Map.of(1, "us-2", 2, "us-3");
  private static final Map<Integer, String> THREE = Map.of(1, "us-2", 2, "us-3", 3, "us-4");
  private static final Run FIRST = new Run(1, 11);
  private static final Run SECOND = new Run(2, 22);
  private static final Run FOREIGN = new Run(9, 99);
  private static final ClaimAnswer YES = new ClaimAnswer.Accepted();
  private static final ClaimAnswer NO = new ClaimAnswer.Refused(FOREIGN, 3, 30_000);
  private static final RunHistory HISTORY = new RunHistory(List.of(FIRST, SECOND));

  private final List<Ask> asks = new ArrayList<>();
  private final List<Effect> done = new ArrayList<>();

  private static Claimant claimant(RunHistory history, String doubt, Map<Integer, String> others) {
    return new Claimant(
        history, 4, doubt, others, IncarnationSettings.DEFAULT, new SplittableRandom(1), 0);
  }

  private void take(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Ask ask) {
        asks.add(ask);
      } else {
        done.add(effect);
      }
    }
  }

  private void tick(Claimant claimant, long nowMs, boolean wanted) {
    take(claimant.tick(nowMs, wanted, member -> true));
  }

  private Claim claim() {
    return asks.getLast().claim();
  }

  @Test
  void aMajorityOfTheOthersProvesThatTheDirectoryIsTheNewest() {
    Claimant claimant = claimant(HISTORY, "", TWO);
    tick(claimant, 0, true);
    assertThat(asks).extracting(Ask::member).containsExactly(1, 2);
    assertThat(claim()).isEqualTo(new Claim(SECOND, 4, List.of(FIRST)));
    take(claimant.answered(1, 1, claim(), YES));
    tick(claimant, 2, true);
    assertThat(done).isEmpty();
    assertThat(claimant.isNewest()).isFalse();
    take(claimant.answered(3, 2, claim(), YES));
    tick(claimant, 4, true);
    assertThat(done).containsExactly(new Establish());
    assertThat(claimant.isNewest()).isTrue();
  }

  @Test
  void oneRefusalIsEnoughForANewIncarnationAndANumberAboveTheKnownOne() {
    Claimant claimant = claimant(HISTORY, "", TWO);
    tick(claimant, 0, false);
    take(claimant.answered(1, 1, claim(), NO));
    tick(claimant, 2, false);
    assertThat(done).as("what is foreign is not remembered before the renewal").hasSize(1);
    assertThat(((Renew) done.getFirst()).why()).contains("us-2 knows of run 9", "knows nothing");
    asks.clear();
    take(claimant.renewed(77));
    assertThat(done).hasSize(3);
    RunHistory next = ((Remember) done.get(1)).history();
    assertThat(next.contains(FOREIGN)).isTrue();
    assertThat(next.newest().orElseThrow().number()).isEqualTo(10);
    tick(claimant, 3, false);
    assertThat(asks).as("the new run is not durable yet").isEmpty();
    claimant.remembered(next);
    take(claimant.answered(4, 2, new Claim(SECOND, 4, List.of(FIRST)), YES));
    tick(claimant, 5, false);
    assertThat(done.getLast()).isEqualTo(new Establish());
    assertThat(asks).hasSize(2);
    assertThat(claim().run().number()).isEqualTo(10);
    assertThat(claim().generation()).isEqualTo(77);
    assertThat(claim().earlier()).contains(FOREIGN);
    assertThat(claimant.wentBack()).isTrue();
    assertThat(claimant.isNewest()).isFalse();
  }

  @Test
  void whoMissedMoreStartsThanAreKeptIsConvincedAllTheSame() {
    List<Run> many = new ArrayList<>();
    for (int number = 2; number < 2 + RunHistory.MAX; number++) {
      many.add(new Run(number, number));
    }
    ClaimLedger away = new ClaimLedger();
    away.answer(7, new Claim(FIRST, 4, List.of()), 0);
    Claimant claimant = claimant(new RunHistory(many), "", TWO);
    tick(claimant, 0, false);
    ClaimAnswer refusal = away.answer(7, claim(), 5);
    assertThat(refusal).isEqualTo(new ClaimAnswer.Refused(FIRST, 4, 5));
    take(claimant.answered(1, 1, claim(), refusal));
    tick(claimant, 2, false);
    take(claimant.renewed(5));
    claimant.remembered(((Remember) done.get(1)).history());
    tick(claimant, 3, false);
    assertThat(away.answer(7, claim(), 6)).isEqualTo(YES);
  }

  @Test
  void withoutAnswersANewIncarnationIsTakenWhenSomebodyWantsToWriteAndNotBefore() {
    Claimant claimant = claimant(HISTORY, "", TWO);
    tick(claimant, 0, false);
    take(claimant.answered(1, 1, claim(), YES));
    claimant.silent(1, 2);
    tick(claimant, 2_999, true);
    tick(claimant, 60_000, false);
    assertThat(done).isEmpty();
    tick(claimant, 60_001, true);
    assertThat(done).hasSize(1);
    assertThat(((Renew) done.getFirst()).why()).contains("1 of 2 other nodes");
  }

  @Test
  void aRenewalThatFailsIsTriedAgain() {
    Claimant claimant = claimant(HISTORY, "it is a copy", TWO);
    tick(claimant, 0, false);
    assertThat(done).containsExactly(new Renew("it is a copy"));
    claimant.renewalFailed(10);
    tick(claimant, 11, false);
    assertThat(done).hasSize(1);
    tick(claimant, 10 + IncarnationSettings.DEFAULT.retryMs(), false);
    assertThat(done).hasSize(2);
  }

  @Test
  void aCopyIsRenewedAtOnceHoweverManyWouldAcceptIt() {
    Claimant claimant = claimant(HISTORY, "it is a copy", TWO);
    tick(claimant, 0, false);
    take(claimant.answered(1, 1, claim(), YES));
    take(claimant.answered(1, 2, claim(), YES));
    tick(claimant, 2, false);
    assertThat(done).containsExactly(new Renew("it is a copy"));
    take(claimant.renewed(77));
    assertThat(done).contains(new Establish());
    assertThat(claimant.isNewest()).as("for the votes of the node").isTrue();
  }

  @Test
  void aNodeThatRunsElsewhereTooSaysSoAndRenewsOnceAndDoesNotClimb() {
    Claimant claimant = claimant(HISTORY, "", TWO);
    tick(claimant, 0, false);
    take(claimant.answered(1, 1, claim(), YES));
    take(claimant.answered(1, 2, claim(), YES));
    tick(claimant, 2, false);
    done.clear();
    asks.clear();
    tick(claimant, 2 + IncarnationSettings.DEFAULT.watchMs(), false);
    assertThat(asks).hasSize(2);
    take(claimant.answered(40_000, 1, claim(), NO));
    take(claimant.answered(40_000, 2, claim(), NO));
    tick(claimant, 40_001, false);
    assertThat(done).hasSize(2);
    assertThat(((Tell) done.get(0)).line()).contains("runs elsewhere too", "stop one of the two");
    assertThat(done.get(1)).isInstanceOf(Renew.class);
    assertThat(claimant.isSuperseded()).isTrue();
    take(claimant.renewed(77));
    assertThat(done).hasSize(4);
    claimant.remembered(((Remember) done.get(2)).history());
    done.clear();
    tick(claimant, 200_000, false);
    assertThat(claim().run()).isEqualTo(SECOND);
    take(claimant.answered(200_001, 1, claim(), NO));
    tick(claimant, 200_002, false);
    assertThat(done).isEmpty();
  }

  /** One that a majority has recorded and that member 2 tells of a later run. */
  private Claimant superseded(long silentMs) {
    Claimant claimant = claimant(HISTORY, "", THREE);
    tick(claimant, 0, false);
    take(claimant.answered(1, 1, claim(), YES));
    take(claimant.answered(1, 3, claim(), YES));
    tick(claimant, 2, false);
    take(claimant.answered(100, 2, claim(), new ClaimAnswer.Refused(FOREIGN, 3, silentMs)));
    tick(claimant, 101, false);
    take(claimant.renewed(77));
    assertThat(claimant.isSuperseded()).isTrue();
    claimant.remembered(((Remember) done.get(done.size() - 2)).history());
    done.clear();
    return claimant;
  }

  private void answerAll(Claimant claimant, long nowMs, ClaimAnswer ofSecond) {
    asks.clear();
    tick(claimant, nowMs, false);
    for (Ask ask : List.copyOf(asks)) {
      ClaimAnswer answer = ask.member() == 2 ? ofSecond : YES;
      take(claimant.answered(nowMs, ask.member(), ask.claim(), answer));
    }
  }

  @Test
  void aLaterRunThatNobodyHasHeardOfForLongIsItsOwnPast() {
    Claimant claimant = superseded(IncarnationSettings.DEFAULT.silenceMs());
    tick(claimant, 102, false);
    assertThat(claimant.isSuperseded()).isFalse();
    assertThat(claimant.wentBack()).as("votes of that run are forgotten").isTrue();
    assertThat(claimant.isNewest()).isFalse();
    assertThat(((Tell) done.get(0)).line()).contains("runs nowhere else", "for 600 s");
    RunHistory next = ((Remember) done.get(1)).history();
    assertThat(next.contains(FOREIGN)).isTrue();
    assertThat(next.newest().orElseThrow().number()).isEqualTo(10);
    assertThat(done).as("the incarnation was renewed before").hasSize(2);
    claimant.remembered(next);
    asks.clear();
    tick(claimant, 103, false);
    assertThat(asks).extracting(Ask::member).containsExactly(1, 2, 3);
    assertThat(claim().run().number()).isEqualTo(10);
    assertThat(claim().earlier()).contains(FOREIGN, SECOND);
  }

  @Test
  void aLaterRunThatSomebodyHearsIsAliveHoweverLong() {
    Claimant claimant = superseded(0);
    for (long nowMs = 40_000; nowMs < 4_000_000; nowMs += 31_000) {
      answerAll(claimant, nowMs, new ClaimAnswer.Refused(FOREIGN, 3, 29_000));
      tick(claimant, nowMs + 1, false);
    }
    assertThat(claimant.isSuperseded()).isTrue();
    assertThat(done).isEmpty();
  }

  @Test
  void nothingIsPastWhileNoMajorityHasAnsweredOfLate() {
    Claimant claimant = superseded(0);
    long lateMs = 2 * IncarnationSettings.DEFAULT.silenceMs();
    tick(claimant, lateMs, false);
    assertThat(claimant.isSuperseded()).as("one answered, long ago").isTrue();
    take(claimant.answered(lateMs, 1, claim(), YES));
    tick(claimant, lateMs + 1, false);
    assertThat(claimant.isSuperseded()).as("one of three answered").isTrue();
    take(claimant.answered(lateMs + 2, 3, claim(), YES));
    tick(claimant, lateMs + 3, false);
    assertThat(claimant.isSuperseded()).isFalse();
  }

  @Test
  void whoHasClimbedOverThePastDoesNotClimbOverTheLiving() {
    Claimant claimant = superseded(IncarnationSettings.DEFAULT.silenceMs());
    tick(claimant, 102, false);
    claimant.remembered(((Remember) done.get(1)).history());
    done.clear();
    tick(claimant, 103, false);
    Run awake = new Run(11, 111);
    take(claimant.answered(104, 2, claim(), new ClaimAnswer.Refused(awake, 5, 10)));
    assertThat(claimant.isSuperseded()).isTrue();
    assertThat(((Tell) done.get(0)).line()).contains("runs elsewhere too");
  }

  @Test
  void mostlyOlderReleasesLeaveTheWordOfTheDirectory() {
    Claimant claimant = claimant(HISTORY, "", TWO);
    tick(claimant, 0, false);
    claimant.keepsNothing(1, 1);
    tick(claimant, 2, false);
    assertThat(done).isEmpty();
    take(claimant.answered(3, 2, claim(), YES));
    tick(claimant, 4, false);
    assertThat(done).hasSize(2).last().isEqualTo(new Establish());
    assertThat(claimant.isNewest()).isFalse();
  }

  @Test
  void aSingleNodeGoesOnInADirectoryThatHasServedBeforeOnly() {
    Claimant old = claimant(HISTORY, "", Map.of());
    tick(old, 0, false);
    assertThat(done).containsExactly(new Establish());
    done.clear();
    tick(claimant(new RunHistory(List.of(FIRST)), "", Map.of()), 0, false);
    assertThat(done).containsExactly(new Renew(""));
  }

  @Test
  void aWornGenerationIsRenewedOnceForAllWhoAsk() {
    Claimant claimant = claimant(HISTORY, "", Map.of());
    tick(claimant, 0, false);
    take(claimant.renew(3, "of another generation"));
    take(claimant.renew(4, "worn"));
    take(claimant.renew(4, "worn too"));
    tick(claimant, 1, false);
    assertThat(done).containsExactly(new Establish(), new Renew("worn"));
  }
}
