package io.atoll.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.client.codec.Codec;
import io.atoll.client.world.FakeNode;
import io.atoll.client.world.SocketNodes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client on real event loops: what may wait there, and how much it takes. */
class StageTest {
  private final SocketNodes nodes = new SocketNodes("reef");
  private FakeNode node;

  @BeforeEach
  void listen() {
    node = nodes.listen("n1", "us");
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  @Test
  void waitingInACallbackIsRefusedWithTheReasonAndChainingIsNot() {
    AtollClient client = connect(AtollClient.builder());
    Keyspace<String, String> keys = client.keyspace("default", Codec.utf8(), Codec.utf8());
    keys.put("k", "v").toCompletableFuture().join();
    Map<String, Throwing> waits = new LinkedHashMap<>();
    waits.put("join", () -> keys.get("other").toCompletableFuture().join());
    waits.put("get", () -> keys.get("other").toCompletableFuture().get());
    waits.put("get with a bound", () -> keys.get("o").toCompletableFuture().get(1, TimeUnit.DAYS));
    waits.put(
        "join of what is chained",
        () -> keys.get("other").thenApply(Entry::context).toCompletableFuture().join());
    waits.put("join of a copy", () -> keys.get("other").toCompletableFuture().copy().join());
    waits.put("join of a batch", () -> keys.getAll(List.of("o")).toCompletableFuture().join());
    waits.put("join of closing", () -> client.closeAsync().toCompletableFuture().join());
    waits.forEach(
        (name, wait) -> {
          CompletableFuture<Throwable> thrown = new CompletableFuture<>();
          // A codec is called on the loop; a callback of a stage that is there already is not.
          Codec<String> waiting =
              new Codec<>() {
                @Override
                public String contentType() {
                  return Codec.utf8().contentType();
                }

                @Override
                public byte[] encode(String value) {
                  return Codec.utf8().encode(value);
                }

                @Override
                public String decode(String contentType, byte[] bytes) {
                  thrown.complete(thrownBy(wait));
                  return "";
                }
              };
          client.keyspace("default", Codec.utf8(), waiting).get("k").toCompletableFuture().join();
          assertThat(thrown.join())
              .as(name)
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("would block the client's event loop")
              .hasMessageContaining("thenCompose")
              .hasMessageContaining("callbackExecutor");
        });
  }

  @Test
  void waitingIsFineElsewhereAndForWhatIsThere() {
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        AtollClient client = connect(AtollClient.builder().callbackExecutor(threads));
        AtollClient onLoop = connect(AtollClient.builder())) {
      Keyspace<String, String> keys = client.keyspace("default", Codec.utf8(), Codec.utf8());
      assertThat(
              keys.put("k", "v")
                  .thenApply(written -> keys.get("k").toCompletableFuture().join())
                  .toCompletableFuture()
                  .join()
                  .value())
          .contains("v");
      Keyspace<String, String> others = onLoop.keyspace("default", Codec.utf8(), Codec.utf8());
      CompletableFuture<Entry<String>> there = others.get("k").toCompletableFuture();
      there.join();
      assertThat(
              others
                  .get("k")
                  .thenCompose(entry -> others.put("k2", there.join().value().orElseThrow()))
                  .thenCompose(written -> others.get("k2"))
                  .toCompletableFuture()
                  .join()
                  .value())
          .contains("v");
    }
  }

  @Test
  void twentyThousandPutsOfOneBatchSucceedWithTheBoundsAsTheyAre() {
    try (AtollClient client =
        connect(AtollClient.builder().requestTimeout(ClientSettings.MAX_REQUEST_TIMEOUT))) {
      Keyspace<String, String> keys = client.keyspace("default", Codec.utf8(), Codec.utf8());
      Map<String, String> entries = new LinkedHashMap<>();
      for (int i = 0; i < 20_000; i++) {
        entries.put("key-" + i, "value-" + i);
      }
      assertThat(keys.putAll(entries).toCompletableFuture().join())
          .hasToString("20000 fulfilled, 0 failed");
      BatchResult<String, Entry<String>> read =
          keys.getAll(entries.keySet()).toCompletableFuture().join();
      assertThat(read).hasToString("20000 fulfilled, 0 failed");
      assertThat(read.get("key-19999").value()).contains("value-19999");
    }
  }

  private AtollClient connect(AtollClientBuilder builder) {
    return builder
        .contactPoint(node.host() + ":" + node.port())
        .connect()
        .toCompletableFuture()
        .join();
  }

  private interface Throwing {
    void run() throws Exception;
  }

  private static Throwable thrownBy(Throwing task) {
    try {
      task.run();
      return null;
    } catch (Exception thrown) {
      return thrown;
    }
  }
}
