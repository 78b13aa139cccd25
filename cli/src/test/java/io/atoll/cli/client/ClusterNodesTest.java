package io.atoll.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.cli.client.ClusterNodes.Reply;
import io.atoll.cli.terminal.CommandFailure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterNodesTest {
  private static final int PATIENCE_MS = 20;

  private final Map<String, Future<Answer>> answers = new HashMap<>();
  private final List<Call> sent = new ArrayList<>();
  private final ClusterNodes nodes =
      new ClusterNodes(
          (url, call) -> {
            sent.add(call);
            return answers.getOrDefault(url, Promise.<Answer>promise().future());
          },
          PATIENCE_MS);

  private static JsonObject member(String id) {
    return new JsonObject()
        .put("id", id)
        .put("host", id)
        .put("ports", new JsonObject().put("http", 7400));
  }

  private void answers(String id, int status, JsonObject body) {
    String url = url(id);
    answers.put(
        url,
        Future.succeededFuture(
            new Answer(url, status, MultiMap.caseInsensitiveMultiMap(), body.toBuffer())));
  }

  private static String url(String id) {
    return "http://" + id + ":7400";
  }

  @Test
  void aNodeThatHangsIsNamedAndTheOthersAreHeard() {
    answers("a", 200, new JsonObject().put("node", "a"));
    answers("c", 204, new JsonObject());
    List<Reply> replies =
        nodes.ask(List.of(member("a"), member("b"), member("c")), Call.get("/v1/hints"));
    assertThat(replies).extracting(Reply::nodeId).containsExactly("a", "b", "c");
    assertThat(replies.get(0).body().getString("node")).isEqualTo("a");
    assertThatThrownBy(() -> replies.get(1).body())
        .isInstanceOf(CommandFailure.class)
        .hasMessage("nothing came from http://b:7400 in 20 ms");
    assertThat(replies.get(2).body()).isEmpty();
    assertThat(sent).allMatch(call -> call.deadlineMs() == PATIENCE_MS).hasSize(3);
  }

  @Test
  void whatWasSentToANodeThatHangsMayHaveTakenEffect() {
    Call pause = new Call("POST", "/v1/hints/pause", Map.of(), null, 30_000);
    answers.put(url("b"), Future.failedFuture(new IllegalStateException("connection reset")));
    List<Reply> replies = nodes.ask(List.of(member("a"), member("b")), pause);
    assertThat(replies)
        .extracting(Reply::refusal)
        .containsExactly(
            "nothing came from http://a:7400 in 20 ms; it may have taken effect",
            "http://b:7400 broke off: connection reset; it may have taken effect");
  }

  @Test
  void theFirstNodeThatAnswersTellsOfTheCluster() {
    answers.put(
        url("a"), Future.failedFuture(new NodeHttp.NotSent(url("a"), new Exception("refused"))));
    answers("c", 200, new JsonObject().put("node", "c"));
    JsonObject cluster = nodes.seenBy(List.of(url("a"), url("b"), url("c"), url("d")));
    assertThat(cluster.getString("node")).isEqualTo("c");
    assertThat(sent).hasSize(3);
  }

  @Test
  void thatNoNodeAnswersIsToldOfEach() {
    answers.put(
        url("a"), Future.failedFuture(new NodeHttp.NotSent(url("a"), new Exception("refused"))));
    assertThatThrownBy(() -> nodes.seenBy(List.of(url("a"), url("b"))))
        .isInstanceOf(CommandFailure.class)
        .hasMessage(
            "no node can be reached:\n  http://a:7400: refused\n"
                + "  nothing came from http://b:7400 in 20 ms");
  }

  @Test
  void aNodeThatRefusesToTellOfTheClusterIsNotPassedOver() {
    answers("a", 500, new JsonObject());
    assertThatThrownBy(() -> nodes.seenBy(List.of(url("a"), url("b"))))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("(500)");
    assertThat(sent).hasSize(1);
  }
}
