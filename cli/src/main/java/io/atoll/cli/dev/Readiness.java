package io.atoll.cli.dev;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.StopSignal;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Waits until every node says at {@code /health/ready} that it can serve. */
final class Readiness {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int REQUEST_TIMEOUT_MS = 1_000;

  private final DevCluster cluster;
  private final Duration deadline;

  /** What each node that is not ready yet last said. */
  private final Map<String, String> reasons = new LinkedHashMap<>();

  Readiness(DevCluster cluster, Duration deadline) {
    this.cluster = cluster;
    this.deadline = deadline;
  }

  /**
   * Answers true when all are ready, false when the user wants to stop.
   *
   * @throws CommandFailure naming the nodes that have ended or are not ready in time, and why
   */
  boolean await(StopSignal stop) throws InterruptedException {
    return await(stop, cluster.nodes().stream().map(node -> node.member().nodeId()).toList());
  }

  /** The same for some nodes only. */
  boolean await(StopSignal stop, List<String> nodeIds) throws InterruptedException {
    nodeIds.forEach(id -> reasons.put(id, "no answer yet"));
    long endNs = System.nanoTime() + deadline.toNanos();
    while (!stop.isRaised()) {
      for (DevNode node : cluster.nodes()) {
        String id = node.member().nodeId();
        if (reasons.containsKey(id)) {
          ask(node);
        }
        if (reasons.containsKey(id) && cluster.hasEnded(id)) {
          throw new CommandFailure(
              "%s ended before it was ready; %s".formatted(id, cluster.symptoms(id)));
        }
      }
      if (reasons.isEmpty()) {
        return true;
      }
      if (System.nanoTime() > endNs) {
        throw new CommandFailure(late());
      }
      stop.await(POLL);
    }
    return false;
  }

  private String late() {
    StringBuilder message =
        new StringBuilder("not ready within %d s:".formatted(deadline.toSeconds()));
    reasons.forEach(
        (id, reason) -> {
          message.append("\n  ").append(id).append(": ").append(reason);
          String symptoms = cluster.symptoms(id);
          if (!symptoms.isEmpty()) {
            message.append("\n    ").append(symptoms);
          }
        });
    return message.toString();
  }

  private void ask(DevNode node) {
    String id = node.member().nodeId();
    try {
      var connection =
          (HttpURLConnection) URI.create(node.http() + "/health/ready").toURL().openConnection();
      connection.setConnectTimeout(REQUEST_TIMEOUT_MS);
      connection.setReadTimeout(REQUEST_TIMEOUT_MS);
      if (connection.getResponseCode() == HttpURLConnection.HTTP_OK) {
        reasons.remove(id);
      } else {
        reasons.put(id, detail(connection));
      }
      connection.disconnect();
    } catch (IOException e) {
      reasons.put(id, "no answer at " + node.http() + ": " + e.getMessage());
    }
  }

  private static String detail(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    try (InputStream body = connection.getErrorStream()) {
      if (body == null) {
        return "status " + status;
      }
      String text = new String(body.readNBytes(4096), StandardCharsets.UTF_8);
      try {
        return new JsonObject(text).getString("detail", text);
      } catch (DecodeException | ClassCastException e) {
        return text.isBlank() ? "status " + status : text.strip();
      }
    }
  }
}
