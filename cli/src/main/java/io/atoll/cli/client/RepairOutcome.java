package io.atoll.cli.client;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What runs of anti-entropy came to, for each pair of nodes. */
final class RepairOutcome {
  private static final String IN_STEP = "in_step";

  private final List<JsonObject> runs;
  private final Map<String, String> unanswered;

  /** What is to be believed of each pair, by its name. */
  private final Map<String, JsonObject> pairs = new TreeMap<>();

  private long keys;
  private long bytes;

  /**
   * @param unanswered why a node did not answer, or not to the end
   */
  RepairOutcome(List<JsonObject> runs, Map<String, String> unanswered) {
    this.runs = runs;
    this.unanswered = unanswered;
    for (JsonObject run : runs) {
      for (JsonObject part : RepairRuns.parts(run)) {
        pairs.merge(pair(run.getString("node"), part.getString("id")), part, RepairOutcome::better);
        keys += part.getLong("sentKeys") + part.getLong("receivedKeys");
        bytes += part.getLong("sentBytes") + part.getLong("receivedBytes");
      }
    }
  }

  /** The name of a pair, whichever of the two tells of it. */
  static String pair(String one, String other) {
    return one.compareTo(other) < 0 ? one + " and " + other : other + " and " + one;
  }

  /** Each of a pair tells of it. That all of it was compared counts first, then what is newer. */
  private static JsonObject better(JsonObject one, JsonObject other) {
    if (isWhole(one) != isWhole(other)) {
      return isWhole(one) ? one : other;
    }
    return asOfMs(one) >= asOfMs(other) ? one : other;
  }

  private static boolean isWhole(JsonObject part) {
    return switch (part.getString("verdict")) {
      case "none", "not_compared" -> false;
      default -> true;
    };
  }

  private static long asOfMs(JsonObject part) {
    return part.getLong("asOfMs") == null ? 0 : part.getLong("asOfMs");
  }

  /** Whether all of it is proved to be in step. */
  boolean isInStep() {
    return unanswered.isEmpty() && inStep() == pairs.size();
  }

  private long inStep() {
    return pairs.values().stream().filter(RepairOutcome::isInStep).count();
  }

  private static boolean isInStep(JsonObject part) {
    return part.getString("verdict").equals(IN_STEP);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    pairs.forEach(
        (pair, part) -> {
          if (!isInStep(part)) {
            text.append(pair).append(' ').append(what(part)).append('\n');
          }
        });
    unanswered.forEach(
        (nodeId, why) -> text.append("%s did not answer: %s\n".formatted(nodeId, why)));
    String those =
        inStep() == pairs.size() && unanswered.isEmpty()
            ? "all %d pairs of %d nodes".formatted(pairs.size(), runs.size())
            : "%d of %d pairs".formatted(inStep(), pairs.size());
    return text
        + "in step: %s; %s keys were brought, %s"
            .formatted(those, HumanNumbers.count(keys), HumanNumbers.bytes(bytes));
  }

  private static String what(JsonObject part) {
    String why = part.getString("why");
    String verdict =
        switch (part.getString("verdict")) {
          case "different" -> "stay different";
          case "mended" -> "differed, and were not compared again after that";
          case "not_compared" ->
              asOfMs(part) == 0 ? "were not compared" : "were not wholly compared";
          case "none" -> "were not compared";
          case String other -> "are " + other;
        };
    return why.isEmpty() ? verdict : verdict + ": " + why;
  }

  JsonObject json() {
    JsonArray all = new JsonArray();
    runs.forEach(all::add);
    JsonObject silent = new JsonObject();
    unanswered.forEach(silent::put);
    return new JsonObject().put("inStep", isInStep()).put("runs", all).put("unanswered", silent);
  }
}
