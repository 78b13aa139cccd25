package io.atoll.router.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A node as the router sees it from outside, whose behaviour a test chooses. */
final class FakeNode implements AutoCloseable {
  /** What a request for anything but health does; it gets the whole body. */
  interface Behaviour extends BiConsumer<HttpServerRequest, Buffer> {}

  /** A request that arrived. */
  record Seen(String method, String uri, Map<String, String> headers, String body) {}

  private final String name;
  private final HttpServer server;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour;
  private volatile boolean mute;
  private volatile String notReady = "";
  private volatile boolean serves;

  FakeNode(Vertx vertx, String name) {
    this.name = name;
    this.behaviour = answers(200, "from " + name);
    this.server = vertx.createHttpServer().requestHandler(this::handle);
    server.listen(0, "127.0.0.1").await();
  }

  String name() {
    return name;
  }

  int port() {
    return server.actualPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  List<Seen> seen() {
    return seen;
  }

  /** What keys do from now on. */
  FakeNode does(Behaviour next) {
    behaviour = next;
    return this;
  }

  /** Answers nothing any more, health included, and keeps connections open, as if stopped. */
  void mute(boolean on) {
    mute = on;
  }

  /** What it says at its health page; "" for ready. */
  void notReady(String reason) {
    notReady = reason;
  }

  /** It serves reads, and its disk takes no writes. */
  void readyForReads(String reason) {
    serves = true;
    notReady = reason;
  }

  static Behaviour answers(int status, String body) {
    return (request, ignored) -> request.response().setStatusCode(status).end(body);
  }

  static Behaviour problem(int status, String kind) {
    return (request, ignored) ->
        request
            .response()
            .setStatusCode(status)
            .putHeader("content-type", "application/problem+json")
            .end(
                new JsonObject()
                    .put("type", "urn:atoll:error:" + kind)
                    .put("status", status)
                    .toBuffer());
  }

  /** Takes the request and closes the connection. */
  static Behaviour breaksOff() {
    return (request, ignored) -> request.connection().close();
  }

  /** Announces so many bytes, sends the half, and closes the connection. */
  static Behaviour diesMidAnswer(int bytes) {
    return (request, ignored) -> {
      request.response().putHeader("content-length", Integer.toString(bytes));
      request
          .response()
          .write(Buffer.buffer("x".repeat(bytes / 2)))
          .onComplete(written -> request.connection().close());
    };
  }

  static Behaviour silent() {
    return (request, ignored) -> {};
  }

  @Override
  public void close() {
    server.close().await();
  }

  private void handle(HttpServerRequest request) {
    if (mute) {
      return;
    }
    if (request.path().equals("/health/ready")) {
      String reason = notReady;
      if (reason.isEmpty()) {
        request.response().end("{\"status\":\"ready\"}");
      } else {
        request
            .response()
            .setStatusCode(503)
            .end(new JsonObject().put("detail", reason).put("reads", serves).toBuffer());
      }
      return;
    }
    request
        .body()
        .onSuccess(
            body -> {
              Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
              request.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
              seen.add(new Seen(request.method().name(), request.uri(), headers, body.toString()));
              behaviour.accept(request, body);
            });
  }
}
