package io.atoll.router.proxy;

import io.atoll.router.health.NodeAddress;
import io.atoll.router.health.Upstreams;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@code GET /v1/cluster} answers: who there is. */
final class ClusterAnswer {
  private static final int MAX_NODES = 10_000;

  private ClusterAnswer() {}

  /**
   * The nodes, DC by DC.
   *
   * @throws IllegalArgumentException saying what is missing, for any JSON that is no such answer
   */
  static Upstreams upstreams(JsonObject answer) {
    try {
      JsonArray nodes = answer.getJsonArray("nodes");
      if (nodes == null || nodes.isEmpty() || nodes.size() > MAX_NODES) {
        throw new IllegalArgumentException("it lists no nodes");
      }
      Map<String, List<NodeAddress>> dcs = new LinkedHashMap<>();
      for (int i = 0; i < nodes.size(); i++) {
        JsonObject node = nodes.getJsonObject(i);
        String id = node.getString("id");
        String dc = node.getString("dc");
        String host = node.getString("host");
        JsonObject ports = node.getJsonObject("ports");
        Integer port = ports == null ? null : ports.getInteger("http");
        if (id == null || dc == null || host == null || port == null || port < 1) {
          throw new IllegalArgumentException(
              "node %d has no id, dc, host or http port".formatted(i));
        }
        dcs.computeIfAbsent(dc, name -> new ArrayList<>()).add(new NodeAddress(id, host, port));
      }
      return new Upstreams(
          dcs.entrySet().stream().map(dc -> new Upstreams.Dc(dc.getKey(), dc.getValue())).toList());
    } catch (ClassCastException | NullPointerException e) {
      throw new IllegalArgumentException("it is not the answer of a node to GET /v1/cluster", e);
    }
  }
}
