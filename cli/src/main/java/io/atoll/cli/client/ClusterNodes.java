package io.atoll.cli.client;

import io.atoll.cli.terminal.CommandFailure;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The nodes of a cluster, for commands that ask what a node has in its memory: one that is well
 * answers at once, so nobody waits longer than {@value #PATIENCE_MS} ms for one that hangs. Blocks
 * the calling thread, which must be no event loop.
 */
final class ClusterNodes {
  private static final long PATIENCE_MS = 5_000;

  private final BiFunction<String, Call, Future<Answer>> door;
  private final long patienceMs;

  ClusterNodes(NodeHttp http) {
    this(http::send, PATIENCE_MS);
  }

  /**
   * @param door sends a call to an address
   */
  ClusterNodes(BiFunction<String, Call, Future<Answer>> door, long patienceMs) {
    this.door = door;
    this.patienceMs = patienceMs;
  }

  /**
   * What became of a call to one node.
   *
   * @param answer null where none came
   * @param refusal why none came; null where one did
   */
  record Reply(String nodeId, Answer answer, String refusal) {
    /**
     * What it answered; empty where it had nothing to say.
     *
     * @throws CommandFailure where it did not answer, or refused
     */
    JsonObject body() {
      if (answer == null) {
        throw new CommandFailure(refusal);
      }
      if (!answer.isOk()) {
        throw answer.failure();
      }
      return answer.status() == 204 ? new JsonObject() : answer.json();
    }

    boolean isOk() {
      return answer != null && answer.isOk();
    }

    /** Why it is not. */
    String why() {
      return answer == null ? refusal : answer.reason();
    }

    /** Whether it is a problem of a kind. */
    boolean is(String problemKind) {
      return answer != null && answer.problemKind().equals(problemKind);
    }
  }

  /**
   * The cluster as one node sees it, the first of some that answers.
   *
   * @throws CommandFailure when none does, or that one refuses
   */
  JsonObject seenBy(List<String> urls) {
    StringBuilder refusals = new StringBuilder();
    for (String url : urls) {
      Reply reply = reply(url, url, Call.get("/v1/cluster")).await();
      if (reply.answer != null) {
        return reply.body();
      }
      refusals.append("\n  ").append(reply.refusal);
    }
    throw new CommandFailure("no node can be reached:" + refusals);
  }

  /**
   * Asks every node the same, all at once.
   *
   * @param members as {@code /v1/cluster} shows them
   * @return in the order of the members
   */
  List<Reply> ask(List<JsonObject> members, Call call) {
    return ask(members, nodeId -> call);
  }

  /**
   * Asks each node what is to be asked of it, all at once.
   *
   * @param members as {@code /v1/cluster} shows them
   * @param calls by the id of the node
   * @return in the order of the members
   */
  List<Reply> ask(List<JsonObject> members, Function<String, Call> calls) {
    List<Future<Reply>> asked = new ArrayList<>();
    for (JsonObject member : members) {
      String nodeId = member.getString("id");
      String url = "http://" + StatusCommand.address(member, "http");
      asked.add(reply(nodeId, url, calls.apply(nodeId)));
    }
    return asked.stream().map(reply -> reply.await()).toList();
  }

  private Future<Reply> reply(String nodeId, String url, Call call) {
    return door.apply(url, call.within(patienceMs))
        .timeout(patienceMs, TimeUnit.MILLISECONDS)
        .transform(
            (answer, cause) ->
                Future.succeededFuture(
                    new Reply(nodeId, answer, cause == null ? null : refusal(url, call, cause))));
  }

  private String refusal(String url, Call call, Throwable cause) {
    return switch (cause) {
      case NodeHttp.NotSent notSent -> notSent.getMessage();
      case TimeoutException _ ->
          "nothing came from %s in %d ms%s".formatted(url, patienceMs, call.doubt());
      default -> NodeHttp.brokeOff(url, call, cause);
    };
  }
}
