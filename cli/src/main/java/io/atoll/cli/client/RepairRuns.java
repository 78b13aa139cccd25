package io.atoll.cli.client;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run of anti-entropy at each node of a cluster. A node that has nothing to compare has none, and
 * one that is asked in vain several times in a row is given up.
 */
final class RepairRuns {
  private static final String ROOT = "/v1/repair";
  private static final String NOTHING = "nothing-to-compare";
  private static final int MOST_FAILURES = 5;

  private final EveryNode nodes;

  /** What each node said last of its run. */
  private final Map<String, JsonObject> newest = new LinkedHashMap<>();

  private final Map<String, String> unanswered = new LinkedHashMap<>();
  private final Map<String, Integer> failures = new LinkedHashMap<>();
  private EveryNode.Reply withNothing;

  private RepairRuns(EveryNode nodes) {
    this.nodes = nodes;
  }

  /**
   * Begins them. Whether the wish makes sense is found out at one node, before the others are
   * asked.
   *
   * @throws CommandFailure when it makes none, or no node has anything to compare
   */
  static RepairRuns begin(EveryNode nodes, String query) {
    RepairRuns runs = new RepairRuns(nodes);
    Call begin = new Call("POST", ROOT + query, Map.of(), null, Call.DEFAULT_DEADLINE_MS);
    Map<String, Call> others = new LinkedHashMap<>();
    boolean makesSense = false;
    for (String nodeId : nodes.ids()) {
      if (makesSense) {
        others.put(nodeId, begin);
      } else {
        EveryNode.Reply reply = nodes.ask(Map.of(nodeId, begin)).get(nodeId);
        makesSense = reply.answer() != null;
        if (makesSense && isMistake(reply)) {
          throw new CommandFailure(ExitCode.USAGE, reply.why());
        }
        runs.begun(nodeId, reply);
      }
    }
    nodes.ask(others).forEach(runs::begun);
    if (runs.newest.isEmpty() && runs.withNothing != null && runs.unanswered.isEmpty()) {
      throw runs.withNothing.answer().failure();
    }
    return runs;
  }

  private static boolean isMistake(EveryNode.Reply reply) {
    return reply.answer().status() == 400 || reply.answer().status() == 404;
  }

  private void begun(String nodeId, EveryNode.Reply reply) {
    if (reply.isOk()) {
      newest.put(nodeId, reply.answer().json());
    } else if (reply.is(NOTHING)) {
      withNothing = reply;
    } else {
      unanswered.put(nodeId, reply.why());
    }
  }

  /** Asks how far they are. */
  void poll() {
    Map<String, Call> calls = new LinkedHashMap<>();
    newest.forEach(
        (nodeId, run) -> {
          if (goesOn(nodeId)) {
            calls.put(nodeId, Call.get(ROOT + "/runs/" + run.getLong("id")));
          }
        });
    nodes.ask(calls).forEach(this::polled);
  }

  private void polled(String nodeId, EveryNode.Reply reply) {
    if (reply.isOk()) {
      newest.put(nodeId, reply.answer().json());
      failures.remove(nodeId);
      return;
    }
    boolean lost = reply.answer() != null && reply.answer().status() == 404;
    if (lost || failures.merge(nodeId, 1, Integer::sum) >= MOST_FAILURES) {
      unanswered.put(nodeId, reply.why());
    }
  }

  private boolean goesOn(String nodeId) {
    return "running".equals(newest.get(nodeId).getString("state"))
        && !unanswered.containsKey(nodeId);
  }

  /** At how many nodes they go on. */
  long underWay() {
    return newest.keySet().stream().filter(this::goesOn).count();
  }

  boolean areOver() {
    return underWay() == 0;
  }

  /** How far all of them are, together. */
  RepairProgress.Done done() {
    RepairProgress.Done all = RepairProgress.Done.NOTHING;
    for (JsonObject run : newest.values()) {
      all = all.plus(RepairProgress.Done.of(run, parts(run)));
    }
    return all;
  }

  RepairOutcome outcome() {
    return new RepairOutcome(List.copyOf(newest.values()), unanswered);
  }

  static List<JsonObject> parts(JsonObject run) {
    return run.getJsonArray("parts").stream().map(JsonObject.class::cast).toList();
  }
}
