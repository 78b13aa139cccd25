package io.atoll.cli.client;

import io.atoll.cli.terminal.CommandFailure;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The nodes of a cluster, as one of them knows it, to be asked one and all. Blocks the thread that
 * asks.
 */
final class EveryNode {
  private final NodeHttp http;
  private final Map<String, String> urlById = new LinkedHashMap<>();

  private EveryNode(NodeHttp http) {
    this.http = http;
  }

  /**
   * Learns who they are.
   *
   * @param urls of whom to ask, the first that takes a connection
   * @throws CommandFailure when none answers
   */
  static EveryNode of(NodeHttp http, List<String> urls) {
    Answer cluster = http.call(urls, Call.get("/v1/cluster"));
    if (!cluster.isOk()) {
      throw cluster.failure();
    }
    EveryNode nodes = new EveryNode(http);
    for (JsonObject member : StatusCommand.members(cluster.json())) {
      nodes.urlById.put(
          member.getString("id"),
          "http://%s:%d"
              .formatted(
                  member.getString("host"), member.getJsonObject("ports").getInteger("http")));
    }
    return nodes;
  }

  /** Their ids, by DC, rack and id. */
  List<String> ids() {
    return List.copyOf(urlById.keySet());
  }

  boolean has(String nodeId) {
    return urlById.containsKey(nodeId);
  }

  /** Sends a call to each of them at the same time, and waits for all the answers. */
  Map<String, Reply> ask(Call call) {
    Map<String, Call> calls = new LinkedHashMap<>();
    urlById.keySet().forEach(nodeId -> calls.put(nodeId, call));
    return ask(calls);
  }

  /**
   * The same with a call for each.
   *
   * @param calls by the id of the node
   */
  Map<String, Reply> ask(Map<String, Call> calls) {
    Map<String, Future<Reply>> underWay = new LinkedHashMap<>();
    calls.forEach(
        (nodeId, call) ->
            underWay.put(
                nodeId,
                http.send(urlById.get(nodeId), call)
                    .map(answer -> new Reply(answer, ""))
                    .otherwise(failure -> new Reply(null, CommandFailure.reason(failure)))));
    Map<String, Reply> replies = new LinkedHashMap<>();
    underWay.forEach((nodeId, reply) -> replies.put(nodeId, reply.await()));
    return replies;
  }

  /**
   * What came of a call.
   *
   * @param answer null when there was none
   * @param silentBecause why there was none
   */
  record Reply(Answer answer, String silentBecause) {
    boolean isOk() {
      return answer != null && answer.isOk();
    }

    /** Why it is not as wished. */
    String why() {
      return answer == null ? silentBecause : answer.reason();
    }

    /** Whether it is a problem of a kind. */
    boolean is(String problemKind) {
      return answer != null && answer.problemKind().equals(problemKind);
    }
  }
}
