package io.atoll.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.client.failure.AtollException;
import io.atoll.client.failure.InvalidRequest;
import io.atoll.client.failure.NotEnoughAnswers;
import io.atoll.client.failure.Overloaded;
import io.atoll.client.failure.TooManySiblings;
import io.atoll.client.failure.Unavailable;
import io.atoll.client.failure.UnresolvedSiblings;
import io.atoll.wire.FailureCode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Read, change, write. */
class UpdateTest {
  private final Given given = new Given();

  private static Optional<String> more(Optional<String> value) {
    return Optional.of(value.orElse("") + "x");
  }

  private String value() {
    return given.done(given.users.get("ada")).value().orElse(null);
  }

  @Example
  void aValueIsMadeChangedAndDeleted() {
    Updated<String> made = given.done(given.users.update("ada", UpdateTest::more));
    assertThat(made.before()).isEmpty();
    assertThat(made.after()).contains("x");
    assertThat(made.written()).isTrue();
    assertThat(made.attempts()).isEqualTo(1);
    given.done(given.users.update("ada", UpdateTest::more));
    assertThat(value()).isEqualTo("xx");
    Updated<String> deleted = given.done(given.users.update("ada", was -> Optional.empty()));
    assertThat(deleted.before()).contains("xx");
    Entry<String> gone = given.done(given.users.get("ada"));
    assertThat(gone.isDeleted()).isTrue();
    assertThat(deleted.context()).isEqualTo(gone.context());
  }

  @Example
  void whatWouldChangeNothingIsNotWritten() {
    assertThat(given.done(given.users.update("ada", was -> was)).written()).isFalse();
    given.done(given.users.put("ada", "same"));
    Updated<String> same = given.done(given.users.update("ada", was -> Optional.of("same")));
    assertThat(same.written()).isFalse();
    assertThat(same.context()).isEqualTo(given.done(given.users.get("ada")).context());
    given.done(given.users.put("ada", "other"));
    Keyspace<String, String> merging = given.users.withResolver(all -> "same");
    assertThat(given.done(merging.update("ada", was -> was)).written()).isTrue();
    assertThat(value()).isEqualTo("same");
  }

  @Example
  void siblingsWantAResolver() {
    given.done(given.users.put("ada", "a"));
    given.done(given.users.put("ada", "b"));
    assertThat(given.failed(given.users.update("ada", UpdateTest::more)))
        .isInstanceOf(UnresolvedSiblings.class);
    assertThat(given.done(given.users.get("ada")).siblings()).hasSize(2);
  }

  @Example
  void whatTheFunctionThrowsIsWhatTheStageFailsWith() {
    IllegalStateException soldOut = new IllegalStateException("sold out");
    CompletionStage<Updated<String>> stage =
        given.users.update(
            "ada",
            was -> {
              throw soldOut;
            });
    assertThat(given.failed(stage)).isSameAs(soldOut);
    assertThat(given.failed(given.users.update("ada", was -> null)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("null");
    assertThat(given.done(given.users.get("ada")).isAbsent()).isTrue();
  }

  @Example
  void aWriteWithoutEffectIsTriedAgainWithWhatIsThereThen() {
    given.done(given.users.put("ada", "a"));
    CompletionStage<Updated<String>> stage = given.users.update("ada", UpdateTest::more);
    given.engine.take().doAt(given.replica);
    given.engine.take().fail(FailureCode.UNAVAILABLE);
    FakeEngine.Call second = given.engine.take();
    Context seen = given.done(given.users.get("ada")).context();
    given.done(given.users.put("ada", "b", WriteOptions.replacing(seen)));
    second.doAt(given.replica);
    Updated<String> updated = given.done(stage);
    assertThat(updated.after()).contains("bx");
    assertThat(updated.attempts()).isEqualTo(2);
    assertThat(value()).isEqualTo("bx");
  }

  @Example
  void itIsTriedThreeTimesAndNoMore() {
    for (FailureCode code :
        List.of(
            FailureCode.UNAVAILABLE, FailureCode.STORAGE_REFUSED, FailureCode.TOO_MANY_SIBLINGS)) {
      CompletionStage<Updated<String>> stage = given.users.update("ada", UpdateTest::more);
      for (int attempt = 0; attempt < 3; attempt++) {
        given.engine.take().doAt(given.replica);
        given.engine.take().fail(code);
      }
      assertThat(given.engine.underWay).isEmpty();
      assertThat(Given.failure(stage)).isInstanceOf(AtollException.class);
    }
    assertThat(given.done(given.users.get("ada")).isAbsent()).isTrue();
  }

  @Example
  void whatIsInDoubtOrWouldFailAgainIsNotTriedAgain() {
    assertThat(failedWrite(FailureCode.NOT_ENOUGH_ANSWERS))
        .isInstanceOfSatisfying(
            NotEnoughAnswers.class, e -> assertThat(e.mayHaveTakenEffect()).isTrue());
    assertThat(failedWrite(FailureCode.OVERLOADED)).isInstanceOf(Overloaded.class);
    assertThat(failedWrite(FailureCode.INVALID_REQUEST)).isInstanceOf(InvalidRequest.class);
  }

  private Throwable failedWrite(FailureCode code) {
    CompletionStage<Updated<String>> stage = given.users.update("ada", UpdateTest::more);
    given.engine.take().doAt(given.replica);
    given.engine.take().fail(code);
    assertThat(given.engine.underWay).isEmpty();
    return Given.failure(stage);
  }

  @Example
  void aReadThatFailsIsTheEnd() {
    CompletionStage<Updated<String>> stage = given.users.update("ada", UpdateTest::more);
    given.engine.take().fail(FailureCode.UNAVAILABLE);
    assertThat(Given.failure(stage)).isInstanceOf(Unavailable.class);
  }

  @Example
  void allOfItTakesNoLongerThanTheWriteMay() {
    WriteOptions soon = WriteOptions.DEFAULT.withTimeout(Duration.ofMillis(100));
    CompletionStage<Updated<String>> stage =
        given.users.update("ada", UpdateTest::more, ReadOptions.DEFAULT, soon);
    assertThat(given.terms().timeoutMs()).isEqualTo(100);
    given.nowNanos += 30_000_000;
    given.engine.take().doAt(given.replica);
    assertThat(given.terms().timeoutMs()).isEqualTo(70);
    given.nowNanos += 70_000_000;
    given.engine.take().fail(FailureCode.TOO_MANY_SIBLINGS);
    assertThat(given.engine.underWay).isEmpty();
    assertThat(Given.failure(stage)).isInstanceOf(TooManySiblings.class);
  }

  @Example
  void contextsThatLeaveNoRoomAreRefusedBeforeAnythingIsSent() {
    Context some = Context.of(new byte[] {1});
    WriteOptions full =
        new WriteOptions(Consistency.ONE, null, false, Collections.nCopies(64, some), null);
    assertThat(
            Given.failure(given.users.update("ada", UpdateTest::more, ReadOptions.DEFAULT, full)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("at most 63");
    assertThat(given.engine.underWay).isEmpty();
  }

  @Example
  void inASessionItCarriesWhatTheSessionHasSeen() {
    Session session = Session.start();
    given.done(given.users.in(session).put("ada", "a"));
    given.users.in(session).update("ada", UpdateTest::more);
    assertThat(given.engine.underWay.getFirst().contexts()).hasSize(1);
    given.engine.doAllAt(given.replica);
    assertThat(value()).isEqualTo("ax");
  }

  @Example
  void inASessionItReplacesWhatItReadAndNothingThatCameBetween() {
    Keyspace<String, String> mine = given.users.in(Session.start());
    given.done(mine.put("ada", "a"));
    mine.update("ada", UpdateTest::more);
    given.engine.take().doAt(given.replica);
    mine.put("ada", "b");
    given.engine.underWay.removeLast().doAt(given.replica);
    given.engine.doAllAt(given.replica);
    assertThat(given.done(given.users.get("ada")).siblings())
        .extracting(Sibling::value)
        .containsExactlyInAnyOrder("ax", "b");
  }

  /** Additions to a set by several writers at once; requests done in any order. */
  @Property(tries = 200)
  void nothingThatWasAcknowledgedIsLost(
      @ForAll boolean inSession,
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 99) Integer> order) {
    Given any = new Given();
    Keyspace<String, String> sets =
        (inSession ? any.users.in(Session.start()) : any.users).withResolver(UpdateTest::union);
    int writers = 6;
    for (int i = 0; i < writers; i++) {
      String mine = "w" + i;
      sets.update(
          "ada", was -> Optional.of(union(was.map(v -> List.of(v, mine)).orElse(List.of(mine)))));
    }
    for (int pick : order) {
      if (!any.engine.underWay.isEmpty()) {
        any.engine.underWay.remove(pick % any.engine.underWay.size()).doAt(any.replica);
      }
    }
    any.engine.doAllAt(any.replica);
    assertThat(any.done(sets.get("ada")).value()).contains("w0,w1,w2,w3,w4,w5");
  }

  private static String union(List<String> sets) {
    TreeSet<String> all = new TreeSet<>();
    sets.forEach(set -> all.addAll(List.of(set.split(",", -1))));
    return String.join(",", all);
  }
}
