package io.atoll.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A node's HTTP API as clients see it, over a map: siblings pile up unless a write's context names
 * how many there were.
 */
public final class FakeNode implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final Map<String, List<Value>> values = new LinkedHashMap<>();
  private final Queue<JsonObject> problems = new ConcurrentLinkedQueue<>();
  private final Map<String, JsonObject> pages = new LinkedHashMap<>();
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final List<String> switches = new CopyOnWriteArrayList<>();

  private volatile int contextChars = "seen-0".length();

  /** Every request so far: method, blank, path with query. */
  public final List<String> requests = new CopyOnWriteArrayList<>();

  private record Script(int status, Deque<JsonObject> bodies) {
    synchronized byte[] next() {
      return (bodies.size() > 1 ? bodies.poll() : bodies.peek()).toBuffer().getBytes();
    }

    String type() {
      return status < 400 ? "application/json" : "application/problem+json";
    }
  }

  /** A value with its media type. */
  public record Value(String contentType, byte[] bytes) {}

  public FakeNode() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers the next request on a key by a problem. */
  public FakeNode problem(int status, String kind, String detail) {
    problems.add(
        new JsonObject()
            .put("type", "urn:atoll:error:" + kind)
            .put("title", kind)
            .put("status", status)
            .put("detail", detail));
    return this;
  }

  /** Answers contexts of a length, which is that of their text with one digit unless set. */
  public void contextChars(int chars) {
    contextChars = chars;
  }

  /** Answers every GET of a path by a JSON object. */
  public void page(String path, JsonObject body) {
    pages.put(path, body);
  }

  /**
   * Answers requests by JSON objects in their order, and by the last of them from then on.
   *
   * @param request method, blank, path without query
   */
  public void answers(String request, int status, JsonObject... bodies) {
    scripts.put(request, new Script(status, new ArrayDeque<>(List.of(bodies))));
  }

  /** Takes every POST to a path. */
  public void takes(String path) {
    switches.add(path);
  }

  public synchronized List<Value> values(String keyspace, String key) {
    return List.copyOf(values.getOrDefault(keyspace + "/" + key, List.of()));
  }

  public synchronized int size() {
    return values.size();
  }

  public synchronized void overwrite(String keyspace, String key, String value) {
    Value only = new Value("text/plain", value.getBytes(StandardCharsets.UTF_8));
    values.put(keyspace + "/" + key, new ArrayList<>(List.of(only)));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      String query = exchange.getRequestURI().getRawQuery();
      byte[] body = exchange.getRequestBody().readAllBytes();
      requests.add(exchange.getRequestMethod() + " " + path + (query == null ? "" : "?" + query));
      Script script = scripts.get(exchange.getRequestMethod() + " " + path);
      if (script != null) {
        answer(exchange, script.status, script.type(), script.next());
      } else if (path.startsWith("/v1/kv/")) {
        JsonObject problem = problems.poll();
        if (problem != null) {
          problem(exchange, problem);
        } else {
          key(exchange, path.substring("/v1/kv/".length()), body);
        }
      } else if (switches.contains(path)) {
        exchange.sendResponseHeaders(204, -1);
      } else if (pages.containsKey(path)) {
        answer(exchange, 200, "application/json", pages.get(path).toBuffer().getBytes());
      } else {
        problem(
            exchange,
            new JsonObject()
                .put("type", "urn:atoll:error:unknown-route")
                .put("status", 404)
                .put("detail", "there is nothing at " + path));
      }
    }
  }

  private synchronized void key(HttpExchange exchange, String rawPath, byte[] body)
      throws IOException {
    String path = URLDecoder.decode(rawPath.replace("+", "%2B"), StandardCharsets.UTF_8);
    List<Value> siblings = values.computeIfAbsent(path, key -> new ArrayList<>());
    String context = exchange.getRequestHeaders().getFirst("Atoll-Context");
    switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        forget(siblings, context);
        siblings.add(new Value(exchange.getRequestHeaders().getFirst("Content-Type"), body));
        context(exchange, siblings);
        exchange.sendResponseHeaders(204, -1);
      }
      case "DELETE" -> {
        forget(siblings, context);
        context(exchange, siblings);
        exchange.sendResponseHeaders(204, -1);
      }
      default -> get(exchange, siblings);
    }
  }

  private void get(HttpExchange exchange, List<Value> siblings) throws IOException {
    if (siblings.isEmpty()) {
      problem(
          exchange,
          new JsonObject()
              .put("type", "urn:atoll:error:key-not-found")
              .put("status", 404)
              .put("detail", "the key was never written"));
      return;
    }
    context(exchange, siblings);
    if (siblings.size() == 1) {
      answer(exchange, 200, siblings.getFirst().contentType(), siblings.getFirst().bytes());
      return;
    }
    JsonArray array = new JsonArray();
    for (int i = 0; i < siblings.size(); i++) {
      array.add(
          new JsonObject()
              .put("dot", "0.1." + (i + 1))
              .put("contentType", siblings.get(i).contentType())
              .put("value", Base64.getEncoder().encodeToString(siblings.get(i).bytes())));
    }
    JsonObject body = new JsonObject().put("context", "c").put("siblings", array);
    answer(exchange, 300, "application/json", body.toBuffer().getBytes());
  }

  private static void forget(List<Value> siblings, String context) {
    if (context != null) {
      int seen = Integer.parseInt(context.substring("seen-".length()));
      siblings.subList(0, Math.min(seen, siblings.size())).clear();
    }
  }

  private void context(HttpExchange exchange, List<Value> siblings) {
    int digits = contextChars - "seen-".length();
    String context = "seen-" + "0".repeat(digits - 1) + siblings.size();
    exchange.getResponseHeaders().set("Atoll-Context", context);
    exchange.getResponseHeaders().set("ETag", '"' + context + '"');
  }

  private static void problem(HttpExchange exchange, JsonObject problem) throws IOException {
    answer(
        exchange,
        problem.getInteger("status"),
        "application/problem+json",
        problem.toBuffer().getBytes());
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    if (type != null) {
      exchange.getResponseHeaders().set("Content-Type", type);
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
