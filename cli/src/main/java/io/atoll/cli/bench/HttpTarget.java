package io.atoll.cli.bench;

import io.atoll.cli.bench.engine.Completion;
import io.atoll.cli.bench.engine.OpKind;
import io.atoll.cli.bench.engine.Outcome;
import io.atoll.cli.bench.engine.Target;
import io.atoll.cli.client.Answer;
import io.atoll.cli.client.Call;
import io.atoll.cli.terminal.CommandFailure;
import io.atoll.net.Endpoint;
import io.atoll.net.SocketOptions;
import io.atoll.net.Tls;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Nodes or a router by HTTP/1.1, on an event loop of its own: a connection for each request in
 * flight, kept alive. Several addresses take turns. It is a plain client on purpose: a request is
 * sent once, and its failure is the outcome; only that an address which just failed is passed over
 * for a moment, as by any load balancer.
 */
final class HttpTarget implements Target {
  /** How much longer than the node this side waits, so that the node's answer can still come. */
  private static final long GRACE_MS = 500;

  private static final int MAX_CONNECT_MS = 3_000;

  private final Vertx vertx;
  private final Context context;
  private final HttpClientAgent client;
  private final Rotation rotation;
  private final Endpoint[] endpoints;
  private final List<String> urls;
  private final String prefix;
  private final String readQuery;
  private final String writeQuery;
  private final Buffer values;
  private final long deadlineMs;

  /**
   * What requests have in common.
   *
   * @param urls addresses without a path
   * @param readLevel null for the keyspace's own, like {@code writeLevel}
   * @param values what values are slices of
   */
  record Settings(
      List<String> urls,
      String keyspace,
      String readLevel,
      String writeLevel,
      long timeoutMs,
      byte[] values) {}

  HttpTarget(Settings settings, int inFlight) {
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    context = vertx.getOrCreateContext();
    int connectMs = (int) Math.min(MAX_CONNECT_MS, settings.timeoutMs);
    client =
        vertx
            .httpClientBuilder()
            .with(
                SocketOptions.httpClient(Tls.NONE).setConnectTimeout(connectMs).setKeepAlive(true))
            .with(SocketOptions.pool(inFlight))
            // A connection that breaks fails its requests, and they say so; an idle one may break.
            .withConnectHandler(connection -> connection.exceptionHandler(broken -> {}))
            .build();
    urls = settings.urls;
    endpoints = urls.stream().map(HttpTarget::endpoint).toArray(Endpoint[]::new);
    rotation = new Rotation(urls.size());
    prefix = "/v1/kv/" + Call.encode(settings.keyspace) + "/";
    readQuery = query("r", settings.readLevel, settings.timeoutMs);
    writeQuery = query("w", settings.writeLevel, settings.timeoutMs);
    values = Buffer.buffer(settings.values);
    deadlineMs = settings.timeoutMs + GRACE_MS;
  }

  private static Endpoint endpoint(String url) {
    URI uri = URI.create(url);
    return new Endpoint(uri.getHost(), uri.getPort(), Tls.NONE);
  }

  private static String query(String name, String level, long timeoutMs) {
    String query = "?timeout=" + timeoutMs;
    return level == null ? query : query + "&" + name + "=" + Call.encode(level);
  }

  @Override
  public void read(byte[] key, Completion completion) {
    send(OpKind.READ, key, null, completion);
  }

  @Override
  public void write(byte[] key, int offset, int length, Completion completion) {
    send(OpKind.WRITE, key, values.slice(offset, offset + length), completion);
  }

  @Override
  public void execute(Runnable task) {
    context.runOnContext(v -> task.run());
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  private void send(OpKind kind, byte[] key, Buffer body, Completion completion) {
    int node = rotation.next(System.nanoTime());
    String text = new String(key, StandardCharsets.ISO_8859_1);
    RequestOptions options =
        new RequestOptions()
            .setMethod(kind == OpKind.READ ? HttpMethod.GET : HttpMethod.PUT)
            .setHost(endpoints[node].host())
            .setPort(endpoints[node].port())
            .setURI(prefix + text + (kind == OpKind.READ ? readQuery : writeQuery))
            .setConnectTimeout(deadlineMs)
            .setIdleTimeout(deadlineMs);
    client
        .request(options)
        .onComplete(
            connected -> {
              if (connected.succeeded()) {
                exchange(kind, node, connected.result(), body, completion);
              } else {
                rotation.failed(node, System.nanoTime());
                completion.done(Outcome.refused("no-connection", words(node, connected.cause())));
              }
            });
  }

  private void exchange(
      OpKind kind, int node, HttpClientRequest request, Buffer body, Completion completion) {
    (body == null ? request.send() : request.send(body))
        .onComplete(
            answered -> {
              if (answered.succeeded()) {
                receive(kind, node, answered.result(), completion);
              } else {
                completion.done(unanswered(kind, node, answered.cause()));
              }
            });
  }

  private void receive(OpKind kind, int node, HttpClientResponse response, Completion completion) {
    response.exceptionHandler(broken -> {}); // Its future says it as well.
    int status = response.statusCode();
    if (status == 200 || status == 204 || status == 300) {
      response
          .end()
          .onComplete(
              ended ->
                  completion.done(
                      ended.succeeded() ? Outcome.OK : unanswered(kind, node, ended.cause())));
      return;
    }
    response
        .body()
        .onComplete(
            read -> {
              if (read.succeeded()) {
                Answer answer =
                    new Answer(urls.get(node), status, response.headers(), read.result());
                completion.done(HttpOutcome.of(kind, answer));
              } else {
                completion.done(unanswered(kind, node, read.cause()));
              }
            });
  }

  private Outcome unanswered(OpKind kind, int node, Throwable cause) {
    rotation.failed(node, System.nanoTime());
    String error = cause instanceof TimeoutException ? "timeout" : "connection-lost";
    return Outcome.unanswered(kind, error, words(node, cause));
  }

  private String words(int node, Throwable cause) {
    return urls.get(node) + ": " + CommandFailure.reason(cause);
  }
}
