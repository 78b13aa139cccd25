package io.atoll.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.client.codec.Codec;
import io.atoll.client.failure.CodecFailure;
import io.atoll.client.failure.ResolverFailure;
import io.atoll.client.failure.UnresolvedSiblings;
import io.atoll.wire.FailureCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.Example;

/** What becomes of siblings. */
class ResolverTest {
  private static final Resolver<String> JOINED =
      siblings -> String.join("+", siblings.stream().sorted().toList());

  private final Given given = new Given();
  private final Keyspace<String, String> merging = given.users.withResolver(JOINED);

  private void siblings(String... values) {
    for (String value : values) {
      given.done(given.users.put("ada", value));
    }
  }

  @Example
  void aReadShowsWhatIsThere() {
    assertThat(given.done(given.users.get("ada")).isAbsent()).isTrue();
    siblings("tea");
    Entry<String> one = given.done(given.users.get("ada"));
    assertThat(one.value()).contains("tea");
    assertThat(one.siblings()).containsExactly(new Sibling<>("tea", "text/plain; charset=utf-8"));
    assertThat(one.outcome()).isEqualTo(FakeReplica.ONE);
    given.done(given.users.delete("ada", WriteOptions.replacing(one.context())));
    Entry<String> gone = given.done(given.users.get("ada"));
    assertThat(gone.isDeleted()).isTrue();
    assertThat(gone.isAbsent()).isFalse();
    assertThat(gone.value()).isEmpty();
    siblings("milk");
    Entry<String> beside = given.done(given.users.get("ada"));
    assertThat(beside.deleted()).isTrue();
    assertThat(beside.isFound()).isTrue();
    assertThat(beside.value()).contains("milk");
  }

  @Example
  void severalValuesAreNoneWithoutAResolver() {
    siblings("tea", "milk");
    Entry<String> entry = given.done(given.users.get("ada"));
    assertThat(entry.isConflicting()).isTrue();
    assertThat(entry.siblings()).extracting(Sibling::value).containsExactly("tea", "milk");
    assertThatThrownBy(entry::value)
        .isInstanceOfSatisfying(UnresolvedSiblings.class, e -> assertThat(e.count()).isEqualTo(2));
  }

  @Example
  void equalValuesAreOne() {
    siblings("tea", "tea");
    assertThat(given.done(given.users.get("ada")).value()).contains("tea");
    Entry<String> entry = given.done(merging.get("ada"));
    assertThat(entry.value()).contains("tea");
    assertThat(entry.merged()).isFalse();
    siblings("milk");
    assertThat(given.done(merging.get("ada")).value()).contains("milk+tea");
  }

  @Example
  void theMergedValueTakesThePlaceOfItsSiblings() {
    siblings("tea", "milk");
    Entry<String> merged = given.done(merging.get("ada"));
    assertThat(merged.value()).contains("milk+tea");
    assertThat(merged.merged()).isTrue();
    Entry<String> after = given.done(given.users.get("ada"));
    assertThat(after.value()).contains("milk+tea");
    assertThat(after.context()).isEqualTo(merged.context());
    assertThat(given.engine.underWay).isEmpty();
  }

  @Example
  void aReadInBackgroundAnswersBeforeItHasWritten() {
    siblings("tea", "milk");
    ReadOptions background = ReadOptions.DEFAULT.withWriteBack(WriteBack.BACKGROUND);
    CompletionStage<Entry<String>> stage = merging.get("ada", background);
    given.engine.take().doAt(given.replica);
    assertThat(stage.toCompletableFuture().getNow(null).value()).contains("milk+tea");
    assertThat(given.engine.underWay).hasSize(1);
    given.engine.take().doAt(given.replica);
    assertThat(given.done(given.users.get("ada")).value()).contains("milk+tea");
  }

  @Example
  void aReadThatShallNotWriteDoesNot() {
    siblings("tea", "milk");
    ReadOptions only = ReadOptions.DEFAULT.withWriteBack(WriteBack.NONE);
    assertThat(given.done(merging.get("ada", only)).value()).contains("milk+tea");
    assertThat(given.done(given.users.get("ada")).isConflicting()).isTrue();
  }

  @Example
  void theReadIsAnsweredThoughItsMergedValueCouldNotBeWritten() {
    siblings("tea", "milk");
    CompletionStage<Entry<String>> stage = merging.get("ada");
    given.engine.take().doAt(given.replica);
    given.engine.take().fail(FailureCode.NOT_ENOUGH_ANSWERS);
    Entry<String> entry = stage.toCompletableFuture().getNow(null);
    assertThat(entry.value()).contains("milk+tea");
    assertThat(entry.context()).isEqualTo(given.done(given.users.get("ada")).context());
  }

  @Example
  void theWriteGetsTheTimeThatTheReadHasLeft() {
    siblings("tea", "milk");
    ReadOptions soon = ReadOptions.DEFAULT.withTimeout(Duration.ofMillis(100));
    merging.get("ada", soon);
    given.nowNanos += 60_000_000;
    given.engine.take().doAt(given.replica);
    assertThat(given.terms().timeoutMs()).isEqualTo(40);
    given.engine.take();
    CompletionStage<Entry<String>> late = merging.get("ada", soon);
    given.nowNanos += 100_000_000;
    given.engine.take().doAt(given.replica);
    assertThat(late.toCompletableFuture().getNow(null).value()).contains("milk+tea");
    assertThat(given.engine.underWay).isEmpty();
  }

  @Example
  void noMoreThanSoManyMergedValuesAreBeingWritten() {
    siblings("tea", "milk");
    List<CompletionStage<Entry<String>>> reads = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      reads.add(merging.get("ada"));
    }
    for (int i = 0; i < 300; i++) {
      given.engine.take().doAt(given.replica);
    }
    assertThat(given.engine.underWay).hasSize(256);
    given.engine.doAllAt(given.replica);
    assertThat(reads).allMatch(read -> read.toCompletableFuture().isDone());
    assertThat(given.done(merging.get("ada")).value()).contains("milk+tea");
  }

  @Example
  void whatAResolverThrowsFailsItsReadAndNoOther() {
    siblings("tea", "milk");
    Keyspace<String, String> throwing =
        given.users.withResolver(
            siblings -> {
              throw new IllegalStateException("cannot choose");
            });
    assertThat(given.failed(throwing.get("ada")))
        .isInstanceOf(ResolverFailure.class)
        .hasMessageContaining("cannot choose")
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(given.failed(given.users.withResolver(siblings -> null).get("ada")))
        .isInstanceOf(ResolverFailure.class)
        .hasMessageContaining("null");
    assertThat(given.done(given.users.get("ada")).siblings()).hasSize(2);
  }

  @Example
  void aMergedValueThatCannotBeEncodedFailsItsRead() {
    siblings("tea", "milk");
    Keyspace<String, String> lone = given.users.withResolver(siblings -> "\uD800");
    assertThat(given.failed(lone.get("ada"))).isInstanceOf(CodecFailure.class);
  }

  @Example
  void inASessionTheMergedValueIsSeen() {
    siblings("tea", "milk");
    Session session = Session.start();
    given.done(merging.in(session).get("ada"));
    given.done(merging.in(session).put("ada", "next"));
    assertThat(given.done(given.users.get("ada")).value()).contains("next");
  }

  @Example
  void keysOfABatchAreMergedToo() {
    siblings("tea", "milk");
    BatchResult<String, Entry<String>> result = given.done(merging.getAll(List.of("ada", "bob")));
    assertThat(result.get("ada").value()).contains("milk+tea");
    assertThat(result.get("bob").isAbsent()).isTrue();
    assertThat(given.done(given.users.get("ada")).isConflicting()).isFalse();
  }

  @Example
  void theUsualResolvers() {
    Keyspace<String, Long> numbers = given.client.keyspace("users", Codec.utf8(), Codec.int64());
    for (long number : new long[] {3, 9, 5}) {
      given.done(numbers.put("bob", number));
    }
    ReadOptions only = ReadOptions.DEFAULT.withWriteBack(WriteBack.NONE);
    assertThat(
            given.done(numbers.withResolver(Resolver.pairwise(Long::sum)).get("bob", only)).value())
        .contains(17L);
    Resolver<Long> greatest = Resolver.greatest(Comparator.naturalOrder());
    assertThat(given.done(numbers.withResolver(greatest).get("bob", only)).value()).contains(9L);
  }
}
