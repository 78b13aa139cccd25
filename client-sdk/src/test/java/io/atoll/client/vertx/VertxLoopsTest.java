package io.atoll.client.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.client.engine.CallFailure;
import io.atoll.client.engine.CallTerms;
import io.atoll.client.engine.ClientEngine;
import io.atoll.client.engine.ContactPoint;
import io.atoll.client.engine.Engine;
import io.atoll.client.engine.EngineSettings;
import io.atoll.client.engine.EngineStats;
import io.atoll.client.engine.OpenFailedException;
import io.atoll.client.world.FakeNode;
import io.atoll.client.world.SocketNodes;
import io.atoll.wire.LevelCode;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine through real sockets. */
class VertxLoopsTest {
  private static final CallTerms TERMS =
      new CallTerms(LevelCode.QUORUM, false, 20_000, true, false);

  private final SocketNodes nodes = new SocketNodes("reef");
  private VertxLoops loops = VertxLoops.own(2);
  private ClientEngine engine;

  @AfterEach
  void close() {
    if (engine != null) {
      await(closing(engine::close));
    }
    await(closing(loops::close));
    nodes.close();
  }

  @Test
  void aWriteIsReadBack() {
    FakeNode node = nodes.listen("n1", "us");
    open(node);
    assertThat(await(put("k", "v")).context()).hasSize(1);
    assertThat(await(get("k")).values().getFirst().value()).isEqualTo(bytes("v"));
    // Each loop opens a connection; the first one to stand may have answered all so far.
    for (int i = 0; i < 10_000 && node.connections() < 2; i++) {
      await(get("k"));
    }
    assertThat(node.connections()).isEqualTo(2);
  }

  @Test
  void largeValuesAndManyRequestsArrive() {
    open(nodes.listen("n1", "us"), nodes.listen("n2", "us"), nodes.listen("n3", "us"));
    String large = "v".repeat(500_000);
    List<CompletableFuture<Response.Written>> written = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      written.add(put("large-" + i, large));
    }
    written.forEach(VertxLoopsTest::await);
    List<CompletableFuture<Response.Values>> read = new ArrayList<>();
    for (int i = 0; i < 800; i++) {
      read.add(get("large-" + i % 20));
      if (read.size() == 40) {
        read.forEach(each -> assertThat(await(each).values()).hasSize(1));
        read.clear();
      }
    }
  }

  @Test
  void whenANodeDiesTheOthersServe() {
    FakeNode first = nodes.listen("n1", "us");
    open(first, nodes.listen("n2", "us"));
    await(put("k", "v"));
    nodes.kill(first);
    for (int i = 0; i < 50; i++) {
      assertThat(await(get("k")).values()).hasSize(1);
    }
  }

  @Test
  void anInstanceOfVertxThatIsGivenIsLeftOpen() {
    await(closing(loops::close));
    Vertx vertx = Vertx.vertx();
    loops = VertxLoops.of(vertx, 1);
    open(nodes.listen("n1", "us"));
    await(put("k", "v"));
    await(closing(engine::close));
    await(closing(loops::close));
    CompletableFuture<Void> alive = new CompletableFuture<>();
    vertx.runOnContext(ignored -> alive.complete(null));
    await(alive);
    await(vertx.close().toCompletionStage().toCompletableFuture());
  }

  @Test
  void whatIsWrongWithEachContactPointIsTold() throws IOException {
    FakeNode web = nodes.listen("n1", "us");
    nodes.tell(() -> web.speaking(bytes("HTTP/1.1 400 Bad Request\r\n\r\n")));
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    EngineSettings settings =
        EngineSettings.of(
            List.of(
                new ContactPoint("127.0.0.1", web.port()),
                new ContactPoint("127.0.0.1", free),
                new ContactPoint("nowhere.invalid", 7)));
    assertThatThrownBy(() -> await(opening(settings)))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(OpenFailedException.class)
        .hasMessageContaining("speaks HTTP: 127.0.0.1:%d is an HTTP port", web.port())
        .hasMessageContaining("127.0.0.1:%d: connection refused", free)
        .hasMessageContaining("nowhere.invalid:7: no address is known");
  }

  private void open(FakeNode... contacts) {
    List<ContactPoint> points = new ArrayList<>();
    for (FakeNode contact : contacts) {
      points.add(new ContactPoint(contact.host(), contact.port()));
    }
    engine = await(opening(EngineSettings.of(points)));
  }

  private CompletableFuture<ClientEngine> opening(EngineSettings settings) {
    // No bound that a slow machine could reach.
    EngineSettings.Connecting patient =
        new EngineSettings.Connecting(20_000, 50, 1_000, 5_000, 15_000, 1);
    return ClientEngine.open(settings.withConnecting(patient), loops.loops(), EngineStats.NONE)
        .toCompletableFuture();
  }

  private CompletableFuture<Response.Written> put(String key, String value) {
    Answer<Response.Written> answer = new Answer<>();
    engine.write(
        "default",
        new Request.Writing(bytes(key), List.of(), false, "", bytes(value)),
        TERMS,
        answer);
    return answer.future;
  }

  private CompletableFuture<Response.Values> get(String key) {
    Answer<Response.Values> answer = new Answer<>();
    engine.get("default", new Request.Reading(bytes(key), List.of()), TERMS, answer);
    return answer.future;
  }

  private static final class Answer<T> implements Engine.Listener<T> {
    final CompletableFuture<T> future = new CompletableFuture<>();

    @Override
    public void answered(T response) {
      future.complete(response);
    }

    @Override
    public void failed(CallFailure failure) {
      future.completeExceptionally(new AssertionError(failure.toString()));
    }
  }

  private interface Closing {
    void close(Runnable then);
  }

  private static CompletableFuture<Void> closing(Closing something) {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    something.close(() -> closed.complete(null));
    return closed;
  }

  private static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
