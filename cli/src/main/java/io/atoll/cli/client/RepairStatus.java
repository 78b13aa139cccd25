package io.atoll.cli.client;

import io.atoll.cli.terminal.TextTable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How the replicas of a cluster stand with one another, as its nodes answered. */
final class RepairStatus {
  private static final String DOWN = "waits: it is down";
  private static final double NEVER = Double.POSITIVE_INFINITY;

  private final List<JsonObject> answers = new ArrayList<>();
  private final Map<String, String> unanswered = new LinkedHashMap<>();

  RepairStatus(List<ClusterNodes.Reply> replies) {
    for (ClusterNodes.Reply reply : replies) {
      if (reply.isOk()) {
        answers.add(reply.body());
      } else {
        unanswered.put(reply.nodeId(), reply.why());
      }
    }
  }

  /** Whether every node answered. */
  boolean isWhole() {
    return unanswered.isEmpty();
  }

  JsonObject json() {
    JsonArray nodes = new JsonArray();
    answers.forEach(nodes::add);
    JsonObject silent = new JsonObject();
    unanswered.forEach(silent::put);
    return new JsonObject().put("nodes", nodes).put("unanswered", silent);
  }

  String text() {
    List<Pair> pairs = pairs();
    long inStep = pairs.stream().filter(Pair::isInStep).count();
    double oldest =
        pairs.stream().filter(Pair::isInStep).mapToDouble(Pair::inStepSeconds).max().orElse(NEVER);
    String head =
        "%d of %d pairs of replicas are in step%s\n"
            .formatted(
                inStep,
                pairs.size(),
                inStep == 0 ? "" : ", as of %s or later".formatted(ago(oldest)));
    String notes = notes();
    return head
        + (pairs.isEmpty() ? "" : "\n" + table(pairs))
        + (notes.isEmpty() ? "" : "\n" + notes);
  }

  private static String table(List<Pair> pairs) {
    TextTable table =
        new TextTable(
                "NODE", "PEER", "IN STEP AS OF", "COMPARED", "DIFFERED", "BROUGHT", "SIZE", "STATE")
            .right(4, 5, 6);
    for (Pair pair : pairs) {
      table.row(
          pair.node,
          pair.peer,
          ago(pair.inStepSeconds()),
          ago(pair.comparedSeconds()),
          HumanNumbers.count(pair.sum("differing")),
          HumanNumbers.count(pair.sum("sentKeys") + pair.sum("receivedKeys")),
          HumanNumbers.bytes((double) pair.sum("sentBytes") + pair.sum("receivedBytes")),
          pair.state());
    }
    return table.toString();
  }

  /** What concerns a node, not a pair. */
  private String notes() {
    StringBuilder notes = new StringBuilder();
    for (JsonObject answer : answers) {
      String node = answer.getString("node");
      long arcs = answer.getLong("unknownArcs");
      if (arcs > 0) {
        notes.append(
            "%s does not know the sums of %s arcs yet, and compares them when it has read them\n"
                .formatted(node, HumanNumbers.count(arcs)));
      }
      switch (answer.getString("state")) {
        case "paused" -> notes.append(node).append(" is paused: atoll repair resume\n");
        case "off" -> notes.append(node).append(" compares nothing: anti-entropy is off there\n");
        default -> {}
      }
    }
    unanswered.forEach(
        (nodeId, why) -> notes.append("%s did not answer: %s\n".formatted(nodeId, why)));
    return notes.toString();
  }

  private static String ago(double seconds) {
    return seconds == NEVER ? "never" : HumanNumbers.duration(seconds) + " ago";
  }

  /** Each pair once; first those that are not in step, longest first. */
  private List<Pair> pairs() {
    Map<String, Pair> pairs = new TreeMap<>();
    for (JsonObject answer : answers) {
      String node = answer.getString("node");
      for (Object each : answer.getJsonArray("partners")) {
        JsonObject partner = (JsonObject) each;
        String peer = partner.getString("id");
        pairs
            .computeIfAbsent(
                RepairOutcome.pair(node, peer),
                name -> node.compareTo(peer) < 0 ? new Pair(node, peer) : new Pair(peer, node))
            .views
            .add(partner);
      }
    }
    return pairs.values().stream()
        .sorted(
            Comparator.comparing(Pair::isInStep)
                .thenComparing(Comparator.comparingDouble(Pair::inStepSeconds).reversed()))
        .toList();
  }

  /** Two nodes, and what each of them says of the other. */
  private static final class Pair {
    private final String node;
    private final String peer;
    private final List<JsonObject> views = new ArrayList<>();

    Pair(String node, String peer) {
      this.node = node;
      this.peer = peer;
    }

    private Stream<JsonObject> views() {
      return views.stream();
    }

    /** Whoever compared last. */
    private JsonObject last() {
      return views()
          .min(Comparator.comparingDouble(view -> of(view, "comparedSeconds")))
          .orElseThrow();
    }

    private static double of(JsonObject view, String field) {
      Double seconds = view.getDouble(field);
      return seconds == null ? NEVER : seconds;
    }

    double comparedSeconds() {
      return of(last(), "comparedSeconds");
    }

    double inStepSeconds() {
      return views().mapToDouble(view -> of(view, "inStepSeconds")).min().orElse(NEVER);
    }

    /** What both did, since each started. */
    long sum(String field) {
      return views().mapToLong(view -> view.getLong(field)).sum();
    }

    /** Whether the last comparison said so, and nothing hinders the next. */
    boolean isInStep() {
      return last().getString("verdict").equals("in_step")
          && views().noneMatch(view -> view.getString("activity").equals("down"));
    }

    String state() {
      JsonObject last = last();
      String doing =
          views()
              .map(view -> doing(view.getString("activity")))
              .filter(words -> !words.isEmpty())
              .findFirst()
              .orElse("");
      String verdict = verdict(last);
      if (!last.getString("refusal").isEmpty()) {
        verdict += ": " + last.getString("refusal");
      }
      if (doing.equals(DOWN) && last.getString("verdict").equals("in_step")) {
        verdict += " then";
      }
      return doing.isEmpty() ? verdict : verdict + "; " + doing;
    }

    private static String verdict(JsonObject view) {
      return switch (view.getString("verdict")) {
        case "none" -> "not compared yet";
        case "in_step" -> "in step";
        case "mended" -> "differed, and was mended";
        case "different" -> "differs";
        case "not_compared" -> "not wholly compared";
        case String other -> other;
      };
    }
  }

  private static String doing(String activity) {
    return switch (activity) {
      case "waiting", "off" -> "";
      case "comparing" -> "comparing";
      case "exchanging" -> "bringing what differs";
      case "down" -> DOWN;
      case String other -> other;
    };
  }
}
