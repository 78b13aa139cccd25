package io.atoll.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.client.codec.Codec;
import io.atoll.client.engine.CallFailure;
import io.atoll.client.failure.CodecFailure;
import io.atoll.client.failure.InvalidRequest;
import io.atoll.client.failure.Unavailable;
import io.atoll.wire.FailureCode;
import io.atoll.wire.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Several keys at once, of which one may fail alone. */
class BatchTest {
  private final Given given = new Given();

  @Example
  void everyKeyGetsItsOwn() {
    BatchResult<String, Written> puts =
        given.done(given.users.putAll(Map.of("ada", "1", "bob", "2")));
    assertThat(puts.isComplete()).isTrue();
    assertThat(puts.orThrow()).containsOnlyKeys("ada", "bob");
    BatchResult<String, Entry<String>> gets =
        given.done(given.users.getAll(List.of("bob", "eve", "ada", "bob")));
    assertThat(gets.successes().keySet()).containsExactly("bob", "eve", "ada");
    assertThat(gets.get("ada").value()).contains("1");
    assertThat(gets.get("bob").value()).contains("2");
    assertThat(gets.get("eve").isAbsent()).isTrue();
    given.done(
        given.users.deleteAll(List.of("ada"), WriteOptions.replacing(gets.get("ada").context())));
    assertThat(given.done(given.users.get("ada")).isDeleted()).isTrue();
  }

  @Example
  void whatFailsFailsAlone() {
    CompletionStage<BatchResult<String, Entry<String>>> stage =
        given.users.getAll(List.of("ada", "bob"));
    given.engine.take().fail(FailureCode.UNAVAILABLE);
    assertThat(stage.toCompletableFuture().isDone()).isFalse();
    BatchResult<String, Entry<String>> result = given.done(stage);
    assertThat(result.isComplete()).isFalse();
    assertThat(result.failures()).containsOnlyKeys("ada");
    assertThat(result.successes()).containsOnlyKeys("bob");
    assertThat(result).hasToString("1 fulfilled, 1 failed");
    assertThatThrownBy(() -> result.get("ada")).isInstanceOf(Unavailable.class);
    assertThatThrownBy(result::orThrow).isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> result.get("eve")).isInstanceOf(NoSuchElementException.class);
  }

  @Example
  void aKeyThatCannotBeEncodedFailsAlone() {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("ada", "\uDC00");
    entries.put("bob", "2");
    BatchResult<String, Written> result = given.done(given.users.putAll(entries));
    assertThat(result.failures().get("ada")).isInstanceOf(CodecFailure.class);
    assertThat(result.successes()).containsOnlyKeys("bob");
  }

  @Example
  void aBatchWritesNoKeyTwice() {
    Codec<String> careless =
        new Codec<>() {
          @Override
          public String contentType() {
            return "";
          }

          @Override
          public byte[] encode(String value) {
            return new byte[] {1};
          }

          @Override
          public String decode(String contentType, byte[] bytes) {
            return "";
          }
        };
    BatchResult<String, Written> result =
        given.done(
            given
                .client
                .keyspace("users", careless, Codec.utf8())
                .deleteAll(List.of("ada", "bob")));
    assertThat(result.successes()).containsOnlyKeys("ada");
    assertThat(result.failures().get("bob")).isInstanceOf(InvalidRequest.class);
  }

  @Example
  void aBatchOfAnySizePacesItselfAndStarvesNobody() {
    Given small = new Given(AtollClient.builder().maxInFlight(1_024));
    Map<String, String> entries = new LinkedHashMap<>();
    for (int i = 0; i < 20_000; i++) {
      entries.put("key-" + i, "value-" + i);
    }
    CompletionStage<BatchResult<String, Written>> puts = small.users.putAll(entries);
    CompletionStage<BatchResult<String, Entry<String>>> gets = small.users.getAll(entries.keySet());
    int most = 0;
    int turn = 0;
    while (!small.engine.underWay.isEmpty()) {
      most = Math.max(most, small.engine.underWay.size());
      FakeEngine.Call call = small.engine.take();
      assertThat(call.terms.paced()).isTrue();
      call.doAt(small.replica);
      if (turn++ == 5_000) {
        // Both are under way at once.
        assertThat(small.engine.underWay).anyMatch(each -> each.reading != null);
        assertThat(small.engine.underWay).anyMatch(each -> each.writing != null);
      }
    }
    assertThat(most).isEqualTo(512);
    assertThat(puts.toCompletableFuture().join()).hasToString("20000 fulfilled, 0 failed");
    assertThat(gets.toCompletableFuture().join()).hasToString("20000 fulfilled, 0 failed");
    assertThat(puts.toCompletableFuture().join().successes().keySet())
        .containsExactlyElementsOf(entries.keySet());
    assertThat(small.done(small.users.get("key-19999")).value()).contains("value-19999");
  }

  @Example
  void valuesOfABatchBecomeBytesWhenItIsTheirTurn() {
    Map<String, String> entries = new LinkedHashMap<>();
    String large = "x".repeat(1 << 20);
    for (int i = 0; i < 100; i++) {
      entries.put("key-" + i, large);
    }
    CompletionStage<BatchResult<String, Written>> stage = given.users.putAll(entries);
    // Half of the bytes that a client may have in flight.
    assertThat(given.engine.underWay).hasSize(31);
    assertThat(given.done(stage)).hasToString("100 fulfilled, 0 failed");
  }

  @Example
  void aBatchOfAClosedClientFailsKeyByKeyAndEnds() {
    Map<String, String> entries = new LinkedHashMap<>();
    for (int i = 0; i < 5_000; i++) {
      entries.put("key-" + i, "v");
    }
    CompletionStage<BatchResult<String, Written>> stage = given.users.putAll(entries);
    while (!given.engine.underWay.isEmpty()) {
      given
          .engine
          .take()
          .fail(new CallFailure(CallFailure.Kind.CLOSED, null, Outcome.NONE, false, "closed"));
    }
    assertThat(given.done(stage)).hasToString("0 fulfilled, 5000 failed");
  }

  @Property(tries = 200)
  void whateverEndsInWhateverOrderEveryKeyIsSentOnce(
      @ForAll @IntRange(min = 1, max = 300) int maxInFlight,
      @ForAll @Size(max = 5) List<@IntRange(max = 400) Integer> sizes,
      @ForAll Random random) {
    Given any = new Given(AtollClient.builder().maxInFlight(maxInFlight));
    List<CompletionStage<BatchResult<String, Written>>> stages = new ArrayList<>();
    for (int batch = 0; batch < sizes.size(); batch++) {
      List<String> keys = new ArrayList<>();
      for (int i = 0; i < sizes.get(batch); i++) {
        keys.add(batch + "-" + i);
      }
      stages.add(any.users.deleteAll(keys));
    }
    Set<String> sent = new HashSet<>();
    while (!any.engine.underWay.isEmpty()) {
      assertThat(any.engine.underWay.size()).isLessThanOrEqualTo(Math.max(1, maxInFlight / 2));
      FakeEngine.Call call = any.engine.underWay.remove(random.nextInt(any.engine.underWay.size()));
      assertThat(sent.add(new String(call.key(), StandardCharsets.UTF_8))).isTrue();
      if (random.nextBoolean()) {
        call.doAt(any.replica);
      } else {
        call.fail(FailureCode.UNAVAILABLE);
      }
    }
    for (int batch = 0; batch < sizes.size(); batch++) {
      BatchResult<String, Written> result = stages.get(batch).toCompletableFuture().join();
      assertThat(result.successes().size() + result.failures().size()).isEqualTo(sizes.get(batch));
    }
  }

  @Example
  void nothingIsDoneAtOnce() {
    assertThat(given.users.getAll(List.of()).toCompletableFuture()).isCompleted();
    assertThat(given.users.putAll(Map.of()).toCompletableFuture()).isCompleted();
    assertThat(given.engine.underWay).isEmpty();
  }

  @Example
  void keysOfBytesAreFoundByTheArraysThatWereGiven() {
    byte[] key = {1, 2};
    BatchResult<byte[], Entry<byte[]>> result =
        given.done(given.client.keyspace("users").getAll(List.of(key, new byte[] {3})));
    assertThat(result.get(key).isAbsent()).isTrue();
    assertThat(result.successes()).hasSize(2);
  }

  @Example
  void nullIsNoKey() {
    assertThatNullPointerException()
        .isThrownBy(() -> given.users.getAll(java.util.Arrays.asList("ada", null)));
    assertThatNullPointerException().isThrownBy(() -> given.users.get(null));
    assertThatNullPointerException().isThrownBy(() -> given.users.put("ada", null));
    assertThat(given.engine.underWay).isEmpty();
  }
}
