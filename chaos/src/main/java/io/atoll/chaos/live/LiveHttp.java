package io.atoll.chaos.live;

import io.atoll.cli.client.Answer;
import io.atoll.cli.client.Call;
import io.atoll.cli.client.NodeHttp;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The calls of the experiment, each to one node; they block. Callable from any thread. */
final class LiveHttp implements AutoCloseable {
  /** How long a node may try. */
  static final long TIMEOUT_MS = 2_000;

  /** How long a client waits for the node to say anything; more, so that the node speaks first. */
  static final long PATIENCE_MS = TIMEOUT_MS + 3_000;

  private static final int CONNECTIONS = 64;

  private final NodeHttp http = new NodeHttp(CONNECTIONS);

  Answer put(String url, LiveKey key, int version) throws Exception {
    String context = key.context();
    return await(
        url,
        new Call(
            "PUT",
            path(key, "w", key.level().write()),
            context.isEmpty() ? Map.of() : Map.of("Atoll-Context", context),
            Buffer.buffer(key.value(version)),
            PATIENCE_MS));
  }

  Answer get(String url, LiveKey key) throws Exception {
    return await(
        url,
        new Call(
            "GET",
            path(key, "r", key.level().read()),
            Map.of("Accept", "application/json"),
            null,
            PATIENCE_MS));
  }

  /** The versions that a read answered: none for 404; null when it is no answer to a read. */
  static List<Integer> versions(LiveKey key, Answer answer) {
    return switch (answer.status()) {
      case 200 -> List.of(key.version(answer.body().toString(StandardCharsets.UTF_8)));
      case 300 -> {
        JsonArray siblings = answer.json().getJsonArray("siblings");
        yield siblings.stream()
            .map(sibling -> ((JsonObject) sibling).getString("value"))
            .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8))
            .map(key::version)
            .toList();
      }
      case 404 -> answer.keyNotFound() ? List.of() : null;
      default -> null;
    };
  }

  /** What a node believes of every member: node id to alive, suspect or down. */
  Map<String, String> states(String url) throws Exception {
    Map<String, String> states = new TreeMap<>();
    for (Object each : await(url, Call.get("/v1/cluster")).json().getJsonArray("nodes")) {
      JsonObject node = (JsonObject) each;
      states.put(node.getString("id"), node.getString("state"));
    }
    return states;
  }

  private static String path(LiveKey key, String parameter, String level) {
    return "%s?%s=%s&timeout=%d"
        .formatted(
            Call.keyPath("default", key.name().getBytes(StandardCharsets.UTF_8)),
            parameter,
            level,
            TIMEOUT_MS);
  }

  private Answer await(String url, Call call) throws Exception {
    Future<Answer> answer = http.send(url, call);
    try {
      return answer.await(PATIENCE_MS + 1_000, TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new TimeoutException("no answer within " + PATIENCE_MS + " ms");
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
