package io.atoll.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.bench.engine.Completion;
import io.atoll.cli.bench.engine.OpKind;
import io.atoll.cli.bench.engine.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HttpTargetTest {
  private static final byte[] VALUES = "0123456789".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KEY = "0042".getBytes(StandardCharsets.US_ASCII);

  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private Vertx vertx;
  private HttpServer server;
  private volatile Consumer<HttpServerRequest> behaviour;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(1));
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .body()
                        .onSuccess(
                            body -> {
                              requests.add(
                                  request.method() + " " + request.uri() + " " + body.toString());
                              behaviour.accept(request);
                            }));
    server.listen(0, "127.0.0.1").await();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void aWriteCarriesItsSliceAndEveryParameter() throws Exception {
    behaviour = request -> request.response().setStatusCode(204).end();

    assertThat(write()).isSameAs(Outcome.OK);
    assertThat(requests).containsExactly("PUT /v1/kv/bench/0042?timeout=60000&w=quorum 3456");
  }

  @Test
  void aReadIsAnsweredWhenItsWholeValueIsThere() throws Exception {
    behaviour = request -> request.response().end(Buffer.buffer(new byte[100_000]));

    assertThat(read()).isSameAs(Outcome.OK);
    assertThat(requests).containsExactly("GET /v1/kv/bench/0042?timeout=60000&r=one ");
  }

  @ParameterizedTest
  @CsvSource({
    "404, key-not-found, , NOT_FOUND, NOT_FOUND",
    "404, unknown-keyspace, , FAILED, FAILED",
    "400, impossible-level, , FAILED, FAILED",
    "503, unavailable, false, REFUSED, REFUSED",
    "503, overloaded, , REFUSED, REFUSED",
    "503, not-ready, , REFUSED, REFUSED",
    "429, rate-limited, , REFUSED, REFUSED",
    "503, not-enough-answers, true, FAILED, IN_DOUBT",
    "503, something-new, false, FAILED, FAILED",
    "500, internal, , FAILED, IN_DOUBT",
    "507, storage-refused, , REFUSED, REFUSED",
  })
  void problemsMeanWhatTheyPromise(
      int status, String kind, Boolean effect, Outcome.Kind ofRead, Outcome.Kind ofWrite)
      throws Exception {
    JsonObject problem =
        new JsonObject().put("type", "urn:atoll:error:" + kind).put("detail", "because");
    if (effect != null) {
      problem.put("mayStillTakeEffect", effect);
    }
    behaviour =
        request ->
            request
                .response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end(problem.toBuffer());

    assertThat(read().kind()).isEqualTo(ofRead);
    Outcome write = write();
    assertThat(write.kind()).isEqualTo(ofWrite);
    if (ofWrite != Outcome.Kind.NOT_FOUND) {
      assertThat(write.error()).isEqualTo(kind);
      assertThat(write.message()).startsWith(url() + ": because (" + status + ")");
    }
  }

  @Test
  void anAnswerThatIsNotOfAtollCountsByItsStatus() throws Exception {
    behaviour = request -> request.response().setStatusCode(502).end("<html>bad gateway");

    assertThat(read())
        .isEqualTo(
            Outcome.failed(
                "status-502", url() + ": " + url() + " answered without saying why (502)"));
    assertThat(write().kind()).isEqualTo(Outcome.Kind.IN_DOUBT);
  }

  @Test
  void aConnectionThatBreaksFailsAReadAndLeavesAWriteInDoubt() throws Exception {
    behaviour = request -> request.connection().close();

    assertThat(read())
        .extracting(Outcome::kind, Outcome::error)
        .containsExactly(Outcome.Kind.FAILED, "connection-lost");
    assertThat(write())
        .extracting(Outcome::kind, Outcome::error)
        .containsExactly(Outcome.Kind.IN_DOUBT, "connection-lost");
  }

  @Test
  void aConnectionThatBreaksInTheMiddleOfAValueIsNoAnswer() throws Exception {
    behaviour =
        request -> {
          request.response().putHeader("Content-Length", "1000").write("abc");
          vertx.runOnContext(v -> request.connection().close());
        };

    assertThat(read().kind()).isEqualTo(Outcome.Kind.FAILED);
  }

  @ParameterizedTest
  @EnumSource(OpKind.class)
  void aServerThatHangsEndsInATimeout(OpKind kind) throws Exception {
    behaviour = request -> {};

    Outcome outcome = send(kind, new String[] {url()}, 1).getFirst();

    assertThat(outcome.error()).isEqualTo("timeout");
    assertThat(outcome.kind())
        .isEqualTo(kind == OpKind.READ ? Outcome.Kind.FAILED : Outcome.Kind.IN_DOUBT);
    assertThat(outcome.message()).startsWith(url() + ": ");
  }

  @Test
  void whereNothingListensNothingWasAttempted() throws Exception {
    String dead = deadUrl();

    for (OpKind kind : OpKind.values()) {
      Outcome outcome = send(kind, new String[] {dead}, 60_000).getFirst();
      assertThat(outcome.kind()).isEqualTo(Outcome.Kind.REFUSED);
      assertThat(outcome.error()).isEqualTo("no-connection");
      assertThat(outcome.message()).startsWith(dead + ": Connection refused");
    }
  }

  @Test
  void anAddressThatFailedIsPassedOver() throws Exception {
    behaviour = request -> request.response().setStatusCode(204).end();

    List<Outcome> outcomes = send(OpKind.WRITE, new String[] {url(), deadUrl(), url()}, 60_000, 12);

    assertThat(outcomes).filteredOn(Outcome::isAnswer).hasSize(11);
  }

  private Outcome read() throws Exception {
    return send(OpKind.READ, new String[] {url()}, 60_000).getFirst();
  }

  private Outcome write() throws Exception {
    return send(OpKind.WRITE, new String[] {url()}, 60_000).getFirst();
  }

  private List<Outcome> send(OpKind kind, String[] urls, long timeoutMs) throws Exception {
    return send(kind, urls, timeoutMs, 1);
  }

  /** Sends one after the other through one target, on its loop. */
  private List<Outcome> send(OpKind kind, String[] urls, long timeoutMs, int count)
      throws Exception {
    HttpTarget.Settings settings =
        new HttpTarget.Settings(List.of(urls), "bench", "one", "quorum", timeoutMs, VALUES);
    try (HttpTarget target = new HttpTarget(settings, 2)) {
      List<Outcome> outcomes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        outcomes.add(once(target, kind).await(30, TimeUnit.SECONDS));
      }
      return outcomes;
    }
  }

  private Future<Outcome> once(HttpTarget target, OpKind kind) {
    Promise<Outcome> outcome = Promise.promise();
    AtomicReference<Thread> thread = new AtomicReference<>();
    Completion completion =
        end -> {
          assertThat(thread.get()).isSameAs(Thread.currentThread());
          outcome.complete(end);
        };
    target.execute(
        () -> {
          thread.set(Thread.currentThread());
          if (kind == OpKind.READ) {
            target.read(KEY, completion);
          } else {
            target.write(KEY, 3, 4, completion);
          }
        });
    return outcome.future();
  }

  private String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  private static String deadUrl() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }
}
