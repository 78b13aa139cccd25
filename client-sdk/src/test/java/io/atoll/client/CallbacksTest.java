package io.atoll.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.client.codec.Codec;
import io.atoll.client.failure.CodecFailure;
import io.atoll.wire.FailureCode;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import net.jqwik.api.Example;

/** Where the application's functions run, and that what they throw stays where it was thrown. */
class CallbacksTest {
  @Example
  void stagesAreCompletedAndCodecsCalledOnTheExecutor() {
    Queue<Runnable> later = new ArrayDeque<>();
    Given given = new Given(AtollClient.builder().callbackExecutor(later::add));
    CompletionStage<Written> put = given.users.put("ada", "1");
    CompletionStage<Written> failing = given.users.put("ada", "1");
    given.engine.take().doAt(given.replica);
    given.engine.take().fail(FailureCode.UNAVAILABLE);
    CompletionStage<Written> unencodable = given.users.put("ada", "\uD800");
    assertThat(put.toCompletableFuture().isDone()).isFalse();
    assertThat(failing.toCompletableFuture().isDone()).isFalse();
    assertThat(unencodable.toCompletableFuture().isDone()).isFalse();
    later.forEach(Runnable::run);
    assertThat(put.toCompletableFuture()).isCompleted();
    assertThat(failing.toCompletableFuture()).isCompletedExceptionally();
    assertThat(unencodable.toCompletableFuture()).isCompletedExceptionally();
  }

  @Example
  void whatTheExecutorRefusesIsToldAllTheSame() {
    Given given =
        new Given(
            AtollClient.builder()
                .callbackExecutor(
                    task -> {
                      throw new RejectedExecutionException("full");
                    }));
    CompletionStage<Written> put = given.users.put("ada", "1");
    given.engine.take().doAt(given.replica);
    assertThat(put.toCompletableFuture()).isCompleted();
  }

  /** A codec that fails in every way there is, chosen by the value. */
  private static final class Broken implements Codec<String> {
    @Override
    public String contentType() {
      return "text/plain";
    }

    @Override
    public byte[] encode(String value) {
      return switch (value) {
        case "null" -> null;
        case "error" -> throw new StackOverflowError();
        case "throw" -> throw new IllegalArgumentException("no such thing");
        default -> Codec.utf8().encode(value);
      };
    }

    @Override
    public String decode(String contentType, byte[] bytes) {
      String text = Codec.utf8().decode(contentType, bytes);
      return switch (text) {
        case "stored null" -> null;
        case "stored error" -> throw new StackOverflowError();
        case "stored throw" -> throw new IllegalArgumentException("no such thing");
        default -> text;
      };
    }
  }

  @Example
  void whatACodecThrowsFailsItsOwnRequest() {
    Given given = new Given();
    Keyspace<String, String> broken = given.client.keyspace("users", Codec.utf8(), new Broken());
    for (String value : new String[] {"null", "error", "throw"}) {
      assertThat(given.failed(broken.put("ada", value))).isInstanceOf(CodecFailure.class);
      assertThat(given.done(broken.put(value, "stored " + value))).isNotNull();
      assertThat(given.failed(broken.get(value)))
          .isInstanceOf(CodecFailure.class)
          .hasMessageContaining("value codec of keyspace 'users'")
          .hasMessageContaining("text/plain");
    }
    assertThat(given.failed(broken.get("throw"))).hasMessageContaining("no such thing");
    given.done(broken.put("ada", "fine"));
    assertThat(given.done(broken.get("ada")).value()).contains("fine");
    Keyspace<String, String> brokenKeys =
        given.client.keyspace("users", new Broken(), Codec.utf8());
    assertThat(given.failed(brokenKeys.get("throw")))
        .isInstanceOf(CodecFailure.class)
        .hasMessageContaining("key codec");
  }

  @Example
  void aCodecThatFailsLeavesTheSessionWithWhatItWasAnswered() {
    Given given = new Given();
    given.done(given.users.put("ada", "stored throw"));
    Session session = Session.start();
    Keyspace<String, String> broken =
        given.client.keyspace("users", Codec.utf8(), new Broken()).in(session);
    assertThat(given.failed(broken.get("ada"))).isInstanceOf(CodecFailure.class);
    given.done(broken.put("ada", "mended"));
    assertThat(given.done(given.users.get("ada")).value()).contains("mended");
  }

  @Example
  void closingClosesTheEngineOnce() {
    Given given = new Given();
    assertThat(given.client.closeAsync().toCompletableFuture()).isCompleted();
    assertThat(given.engine.closed).isTrue();
    given.engine.closed = false;
    given.client.close();
    assertThat(given.engine.closed).isFalse();
    assertThat(given.client.closeAsync().toCompletableFuture()).isCompleted();
  }
}
