package io.atoll.cli.client;

import io.atoll.cli.FakeNode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** Nodes that answer for anti-entropy what a test wants. */
final class RepairFixture implements AutoCloseable {
  private final Map<String, FakeNode> nodes = new LinkedHashMap<>();

  RepairFixture(String... ids) throws Exception {
    JsonArray members = new JsonArray();
    for (String id : ids) {
      FakeNode node = new FakeNode();
      nodes.put(id, node);
      members.add(
          new JsonObject()
              .put("id", id)
              .put("dc", id.substring(0, 2))
              .put("rack", "r1")
              .put("host", "127.0.0.1")
              .put("ports", new JsonObject().put("http", URI.create(node.url()).getPort())));
    }
    nodes.get(ids[0]).page("/v1/cluster", new JsonObject().put("nodes", members));
  }

  FakeNode node(String id) {
    return nodes.get(id);
  }

  /** One to be asked who the others are. */
  String url() {
    return nodes.values().iterator().next().url();
  }

  /** What it is called that a node which is closed takes no connection. */
  String refusal(String id) {
    try (NodeHttp http = new NodeHttp(1)) {
      Future<Answer> sent = http.send(nodes.get(id).url(), Call.get("/"));
      return sent.map("").otherwise(Throwable::getMessage).await();
    }
  }

  /** Lets a node begin a run and say these things of it, one after the other. */
  void runs(String id, JsonObject... steps) {
    FakeNode node = nodes.get(id);
    node.answers("POST /v1/repair", 202, steps[0]);
    node.answers("GET /v1/repair/runs/" + steps[0].getLong("id"), 200, steps);
  }

  static JsonObject run(long id, String node, boolean running, JsonObject... parts) {
    JsonArray all = new JsonArray();
    long bytes = 0;
    for (JsonObject part : parts) {
      all.add(part);
      bytes += part.getLong("sentBytes") + part.getLong("receivedBytes");
    }
    return new JsonObject()
        .put("id", id)
        .put("node", node)
        .put("state", running ? "running" : "ended")
        .put("seconds", 2.0)
        .put("bytesDone", bytes)
        .put("parts", all);
  }

  static JsonObject part(String peer, String state, String verdict, long asOfMs, String why) {
    return new JsonObject()
        .put("id", peer)
        .put("dc", peer.substring(0, 2))
        .put("state", state)
        .put("verdict", verdict)
        .put("asOfMs", asOfMs == 0 ? null : asOfMs)
        .put("differing", 0)
        .put("sentKeys", 0)
        .put("sentBytes", 0)
        .put("receivedKeys", 0)
        .put("receivedBytes", 0)
        .put("bytesLeft", 0)
        .put("why", why);
  }

  static JsonObject inStep(String peer) {
    return part(peer, "ended", "in_step", 5_000, "");
  }

  /** With keys that differed, all of them sent. */
  static JsonObject sent(JsonObject part, long keys, long bytes) {
    return part.put("differing", keys).put("sentKeys", keys).put("sentBytes", bytes);
  }

  @Override
  public void close() {
    nodes.values().forEach(FakeNode::close);
  }
}
