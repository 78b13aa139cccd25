package io.atoll.router.proxy;

import io.atoll.router.config.RouterConfig;
import io.atoll.router.health.HealthSettings;
import io.atoll.router.health.NodeAddress;
import io.atoll.router.health.Upstreams;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A router of one loop before fake nodes, and a client. The first DC named is the local one. */
final class Stage implements AutoCloseable {
  private static final long MS = 1_000_000L;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final Vertx vertx = Vertx.vertx();
  final Map<String, FakeNode> nodes = new LinkedHashMap<>();
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private Router router;

  /** Nodes named {@code us-1}, {@code eu-2}: the DC is what stands before the dash. */
  Stage(String... names) {
    for (String name : names) {
      nodes.put(name, new FakeNode(vertx, name));
    }
  }

  FakeNode node(String name) {
    return nodes.get(name);
  }

  Stage start() {
    return start(settings -> settings);
  }

  Stage start(UnaryOperator<ProxySettings> change) {
    return start(config(new RouterConfig.RateLimit(0, 1, "", 10)), change);
  }

  Stage start(RouterConfig config, UnaryOperator<ProxySettings> change) {
    ProxySettings settings =
        change.apply(ProxySettings.DEFAULT.with(loadBalancer().withLocalDc(config.localDc())));
    router =
        Router.start(vertx, config, settings, new SplittableRandom(11), System::nanoTime).await();
    return this;
  }

  /** Probes often, with patience for a machine that is busy. */
  static HealthSettings loadBalancer() {
    return HealthSettings.DEFAULT.withProbes(100 * MS, 2_000 * MS);
  }

  RouterConfig config(RouterConfig.RateLimit rate) {
    Map<String, List<NodeAddress>> dcs = new LinkedHashMap<>();
    for (FakeNode node : nodes.values()) {
      dcs.computeIfAbsent(dc(node.name()), dc -> new ArrayList<>())
          .add(new NodeAddress(node.name(), "127.0.0.1", node.port()));
    }
    Upstreams upstreams =
        new Upstreams(
            dcs.entrySet().stream()
                .map(dc -> new Upstreams.Dc(dc.getKey(), dc.getValue()))
                .toList());
    return config(upstreams, List.of(), upstreams.dcs().getFirst().name(), rate);
  }

  static RouterConfig config(
      Upstreams upstreams, List<NodeAddress> seeds, String localDc, RouterConfig.RateLimit rate) {
    return new RouterConfig(
        "127.0.0.1",
        0,
        upstreams,
        seeds,
        localDc,
        1,
        30_000,
        10_000,
        new RouterConfig.Limits(1 << 20, 1024, 64 << 20, 1024, 64),
        rate,
        new RouterConfig.Probes(100, 2_000),
        15);
  }

  Router router() {
    return router;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + router.port() + path);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).PUT(BodyPublishers.ofString(body)));
  }

  /** Sends by HTTP/1.1. */
  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(
        request.version(HttpClient.Version.HTTP_1_1).timeout(PATIENCE).build(),
        BodyHandlers.ofString());
  }

  HttpClient client() {
    return client;
  }

  JsonObject page() throws IOException, InterruptedException {
    return new JsonObject(get("/v1/router").body());
  }

  /** What the router's page says of a node. */
  JsonObject known(String name) throws IOException, InterruptedException {
    for (Object dc : page().getJsonArray("dcs")) {
      for (Object node : ((JsonObject) dc).getJsonArray("nodes")) {
        if (((JsonObject) node).getString("name").equals(name)) {
          return (JsonObject) node;
        }
      }
    }
    throw new AssertionError("no node " + name);
  }

  /** Asks for the router's page until it says something; each question is a turn of its loop. */
  void await(Predicate<JsonObject> wanted) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonObject page = page();
    while (!wanted.test(page)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the router still says " + page.encodePrettily());
      }
      page = page();
    }
  }

  void awaitState(String node, String state) throws IOException, InterruptedException {
    await(
        page ->
            page.encode().matches(".*\"name\":\"" + node + "\"[^}]*\"state\":\"" + state + "\".*"));
  }

  static String dc(String node) {
    return node.substring(0, node.indexOf('-'));
  }

  static JsonObject json(HttpResponse<String> response) {
    return new JsonObject(response.body());
  }

  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Override
  public void close() {
    if (router != null) {
      router.close().await();
    }
    client.close();
    vertx.close().await();
  }
}
