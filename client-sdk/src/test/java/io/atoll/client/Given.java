package io.atoll.client;

import io.atoll.client.codec.Codec;
import io.atoll.client.engine.CallTerms;
import java.util.concurrent.CompletionStage;

/** A client over a {@link FakeEngine}, with a clock that stands until it is moved. */
final class Given {
  final FakeEngine engine = new FakeEngine();
  final FakeReplica replica = new FakeReplica("A");
  long nowNanos;
  final AtollClient client;
  final Keyspace<String, String> users;

  Given() {
    this(AtollClient.builder());
  }

  Given(AtollClientBuilder builder) {
    client = builder.over(engine, () -> nowNanos);
    users = client.keyspace("users", Codec.utf8(), Codec.utf8());
  }

  /** Lets the replica do all that is asked, and gives what came of a request. */
  <T> T done(CompletionStage<T> stage) {
    engine.doAllAt(replica);
    return stage.toCompletableFuture().getNow(null);
  }

  /** What a request failed with, unwrapped. */
  Throwable failed(CompletionStage<?> stage) {
    engine.doAllAt(replica);
    return failure(stage);
  }

  static Throwable failure(CompletionStage<?> stage) {
    return stage.toCompletableFuture().exceptionNow();
  }

  /** The terms of the oldest request under way. */
  CallTerms terms() {
    return engine.underWay.getFirst().terms;
  }
}
