package io.atoll.cli.client;

import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.TextTable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the nodes of a cluster answered that were asked for their hints. */
final class HintsOfAll {
  private final String only;
  private final List<JsonObject> answers = new ArrayList<>();
  private final Map<String, String> unanswered = new LinkedHashMap<>();

  /**
   * @param only the target that is of interest; null for all
   */
  HintsOfAll(String only) {
    this.only = only;
  }

  void add(JsonObject answer) {
    answers.add(answer);
  }

  void unanswered(String nodeId, String why) {
    unanswered.put(nodeId, why);
  }

  int answers() {
    return answers.size();
  }

  /** Whether nothing is left to be delivered, as far as nodes answered. */
  boolean isEmpty() {
    return answers.stream()
        .allMatch(answer -> targets(answer).stream().noneMatch(HintsOfAll::lacksSomething));
  }

  int exitCode() {
    return unanswered.isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
  }

  JsonObject json() {
    JsonArray nodes = new JsonArray();
    answers.forEach(nodes::add);
    JsonObject all = new JsonObject().put("nodes", nodes);
    JsonObject silent = new JsonObject();
    unanswered.forEach(silent::put);
    return all.put("unanswered", silent);
  }

  String text() {
    TextTable table =
        new TextTable("NODE", "TARGET", "KEYS", "SIZE", "OLDEST", "RATE", "ETA", "ARCS", "STATE")
            .right(2, 3, 4, 5, 6, 7);
    boolean any = false;
    for (JsonObject answer : answers) {
      for (JsonObject target : targets(answer)) {
        if (lacksSomething(target)) {
          any = true;
          table.row(
              answer.getString("node"),
              target.getString("id"),
              HumanNumbers.count(target.getLong("keys")),
              HumanNumbers.bytes(target.getDouble("bytes")),
              HumanNumbers.duration(target.getDouble("oldestSeconds")),
              HumanNumbers.count(target.getLong("keysPerSecond")) + "/s",
              HumanNumbers.duration(target.getDouble("etaSeconds")),
              HumanNumbers.count(target.getLong("dirtyArcs")),
              state(target));
        }
      }
    }
    String body = any ? table.toString().stripTrailing() : "no hints: nobody lacks anything";
    return body + silent();
  }

  /** A line for each node that did not answer. */
  String silent() {
    StringBuilder lines = new StringBuilder();
    unanswered.forEach(
        (nodeId, why) -> lines.append("%n%s did not answer: %s".formatted(nodeId, why)));
    return lines.toString();
  }

  private static String state(JsonObject target) {
    String refusal = target.getString("refusal", "");
    String words =
        switch (target.getString("state")) {
          case "down" -> "waits: it is down";
          case "takes_no_writes" -> "waits: it takes no writes";
          case "refused" -> "waits, as it refused";
          case String state -> state;
        };
    return refusal.isEmpty() ? words : words + " (" + refusal + ")";
  }

  private List<JsonObject> targets(JsonObject answer) {
    return answer.getJsonArray("targets", new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .filter(target -> only == null || only.equals(target.getString("id")))
        .toList();
  }

  private static boolean lacksSomething(JsonObject target) {
    return target.getLong("keys") > 0 || target.getLong("dirtyArcs") > 0;
  }
}
