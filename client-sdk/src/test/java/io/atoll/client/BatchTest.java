package io.atoll.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.client.codec.Codec;
import io.atoll.client.failure.CodecFailure;
import io.atoll.client.failure.InvalidRequest;
import io.atoll.client.failure.Unavailable;
import io.atoll.wire.FailureCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.Example;

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
