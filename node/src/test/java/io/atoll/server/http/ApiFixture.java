package io.atoll.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atoll.net.EventLoops;
import io.atoll.resilience.ByteBudget;
import io.atoll.runtime.SystemEntropy;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The API on a free port in front of fake backends, one for each loop. Every answer that passes
 * through {@link #send} is held against {@code openapi.yaml}.
 */
final class ApiFixture implements AutoCloseable {
  private static final ApiDescription DESCRIPTION = ApiDescription.load();

  final Vertx vertx = EventLoops.vertx(new VertxOptions().setEventLoopPoolSize(3));
  final HandClock clock = new HandClock();
  final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final List<FakeBackend> backends = new ArrayList<>();
  final FakeBackend backend;
  final HttpListener listener;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  ApiFixture() {
    this(HttpSettings.DEFAULT, 1);
  }

  ApiFixture(HttpSettings settings, int loops) {
    this(settings, ByteBudget.unbounded(), loops);
  }

  ApiFixture(HttpSettings settings, ByteBudget memory, int loops) {
    List<Context> contexts = new ArrayList<>();
    for (int i = 0; i < loops; i++) {
      FakeBackend each = new FakeBackend();
      each.loop = ((VertxInternal) vertx).createEventLoopContext();
      backends.add(each);
      contexts.add(each.loop);
    }
    this.backend = backends.getFirst();
    this.listener =
        await(
            HttpListener.listen(
                vertx,
                contexts,
                List.copyOf(backends),
                settings,
                memory,
                clock,
                new SystemEntropy(),
                registry));
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpRequest.Builder request(String uri) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + uri));
  }

  HttpResponse<byte[]> send(HttpRequest.Builder builder) throws IOException, InterruptedException {
    HttpRequest request = builder.build();
    HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
    String uri = request.uri().toString();
    DESCRIPTION.check(
        request.method(),
        uri.substring(uri.indexOf('/', "http://".length())),
        response.statusCode(),
        response.headers().firstValue("Content-Type"));
    return response;
  }

  HttpResponse<byte[]> get(String uri, String... headers) throws IOException, InterruptedException {
    return send(with(request(uri).GET(), headers));
  }

  HttpResponse<byte[]> put(String uri, String body, String... headers)
      throws IOException, InterruptedException {
    return send(with(request(uri).PUT(BodyPublishers.ofString(body)), headers));
  }

  HttpResponse<byte[]> patch(String uri, String body) throws IOException, InterruptedException {
    return send(request(uri).method("PATCH", BodyPublishers.ofString(body)));
  }

  HttpResponse<byte[]> delete(String uri, String... headers)
      throws IOException, InterruptedException {
    return send(with(request(uri).DELETE(), headers));
  }

  /** Another request method, without a body. */
  HttpResponse<byte[]> call(String method, String uri) throws IOException, InterruptedException {
    return send(request(uri).method(method, BodyPublishers.noBody()));
  }

  /** The value of a meter line such as {@code name_total{a="b"}}, 0 where there is none. */
  double meter(String line) {
    for (String each : registry.scrape().split("\n")) {
      if (each.startsWith(line + " ")) {
        return Double.parseDouble(each.substring(line.length() + 1));
      }
    }
    return 0;
  }

  /**
   * Waits for a meter, turn of the loop after turn: what happens when an answer is written, or a
   * connection is found closed, is seen by nobody else.
   */
  void untilMeter(String line, double value) {
    for (int turns = 0; turns < 20_000 && meter(line) != value; turns++) {
      await(Future.<Void>future(turn -> backend.loop.runOnContext(go -> turn.complete())));
    }
    assertThat(meter(line)).as(line).isEqualTo(value);
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  static JsonNode json(HttpResponse<byte[]> response) {
    try {
      return new ObjectMapper().readTree(response.body());
    } catch (IOException e) {
      throw new IllegalStateException(text(response), e);
    }
  }

  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  private static HttpRequest.Builder with(HttpRequest.Builder builder, String... headers) {
    return headers.length == 0 ? builder : builder.headers(headers);
  }

  @Override
  public void close() {
    client.close();
    await(listener.close());
    await(vertx.close());
  }
}
