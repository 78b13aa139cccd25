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

  private final ClusterNodes cluster;
  private final List<JsonObject> members;

  /** What each node said last of its run. */
  private final Map<String, JsonObject> newest = new LinkedHashMap<>();

  private final Map<String, String> unanswered = new LinkedHashMap<>();
  private final Map<String, Integer> failures = new LinkedHashMap<>();
  private ClusterNodes.Reply withNothing;

  private RepairRuns(ClusterNodes cluster, List<JsonObject> members) {
    this.cluster = cluster;
    this.members = members;
  }

  /**
   * Begins them. Whether the wish makes sense is found out at one node, before the others are
   * asked.
   *
   * @param members as {@code /v1/cluster} shows them
   * @throws CommandFailure when it makes none, or no node has anything to compare
   */
  static RepairRuns begin(ClusterNodes cluster, List<JsonObject> members, String query) {
    RepairRuns runs = new RepairRuns(cluster, members);
    Call begin = new Call("POST", ROOT + query, Map.of(), null, Call.DEFAULT_DEADLINE_MS);
    int asked = 0;
    boolean makesSense = false;
    while (asked < members.size() && !makesSense) {
      ClusterNodes.Reply reply = cluster.ask(List.of(members.get(asked)), begin).getFirst();
      makesSense = reply.answer() != null;
      if (makesSense && isMistake(reply)) {
        throw new CommandFailure(ExitCode.USAGE, reply.why());
      }
      runs.begun(reply);
      asked++;
    }
    cluster.ask(members.subList(asked, members.size()), begin).forEach(runs::begun);
    if (runs.newest.isEmpty() && runs.withNothing != null && runs.unanswered.isEmpty()) {
      throw runs.withNothing.answer().failure();
    }
    return runs;
  }

  private static boolean isMistake(ClusterNodes.Reply reply) {
    return reply.answer().status() == 400 || reply.answer().status() == 404;
  }

  private void begun(ClusterNodes.Reply reply) {
    if (reply.isOk()) {
      newest.put(reply.nodeId(), reply.body());
    } else if (reply.is(NOTHING)) {
      withNothing = reply;
    } else {
      unanswered.put(reply.nodeId(), reply.why());
    }
  }

  /** Asks how far they are. */
  void poll() {
    List<JsonObject> those =
        members.stream().filter(member -> goesOn(member.getString("id"))).toList();
    cluster
        .ask(those, nodeId -> Call.get(ROOT + "/runs/" + newest.get(nodeId).getLong("id")))
        .forEach(this::polled);
  }

  private void polled(ClusterNodes.Reply reply) {
    if (reply.isOk()) {
      newest.put(reply.nodeId(), reply.body());
      failures.remove(reply.nodeId());
      return;
    }
    boolean lost = reply.answer() != null && reply.answer().status() == 404;
    if (lost || failures.merge(reply.nodeId(), 1, Integer::sum) >= MOST_FAILURES) {
      unanswered.put(reply.nodeId(), reply.why());
    }
  }

  private boolean goesOn(String nodeId) {
    JsonObject run = newest.get(nodeId);
    return run != null
        && run.getString("state").equals("running")
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
