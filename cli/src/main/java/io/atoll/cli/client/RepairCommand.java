package io.atoll.cli.client;

import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.StopSignal;
import io.atoll.cli.terminal.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares all replicas, makes them the same, and says whether they are; holds the background. */
@Command(
    name = "repair",
    description = "Compare all replicas now, and bring each what it lacks.",
    footer = {
      "",
      "Nodes compare their replicas with one another all the time, in the background (see atoll"
          + " status",
      "--repair). This begins a run at every node at once, which ends when each pair of replicas is"
          + " in",
      "step or it gets no further, and tells what stays different. Ctrl-C leaves the runs going.",
      "",
      "pause and resume hold and let go what is done in the background; a pause ends with the next"
          + " start",
      "of a node, and holds no run.",
      "",
      "Examples:",
      "  atoll repair",
      "  atoll repair --keyspace photos --dc eu",
      "  atoll repair --json | jq .inStep",
      "  atoll repair pause",
      "",
      "Exit codes: 0 all pairs in step, 1 something stays different or was not compared, 2 wrong"
          + " usage,",
      "130 stopped by Ctrl-C."
    })
public final class RepairCommand implements Callable<Integer> {
  private static final long FIRST_POLL_MS = 50;
  private static final long LONGEST_POLL_MS = 1_000;

  private final Terminal terminal;
  @Mixin private NodeOptions at;

  @Option(
      names = {"-k", "--keyspace"},
      paramLabel = "NAME",
      description = "Only of this keyspace.")
  private String keyspace;

  @Option(
      names = "--dc",
      paramLabel = "NAME",
      description = "Only pairs of which one or both are in this DC.")
  private String dc;

  @Option(names = "--json", description = "Print what the nodes answered at the end, as JSON.")
  private boolean json;

  public RepairCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    StopSignal stop = terminal.stop().get();
    try (NodeHttp http = new NodeHttp(1)) {
      ClusterNodes cluster = new ClusterNodes(http);
      RepairRuns runs =
          RepairRuns.begin(
              cluster, StatusCommand.members(cluster.seenBy(at.urls(terminal))), query());
      RepairProgress progress = new RepairProgress(terminal);
      long pollMs = FIRST_POLL_MS;
      while (!runs.areOver()) {
        progress.tell(runs.done());
        if (stop.await(Duration.ofMillis(pollMs))) {
          progress.end();
          terminal.say(
              "the runs go on at %d nodes; atoll status --repair shows how their pairs are"
                  .formatted(runs.underWay()));
          return ExitCode.INTERRUPTED;
        }
        runs.poll();
        pollMs = Math.min(2 * pollMs, LONGEST_POLL_MS);
      }
      progress.end();
      RepairOutcome outcome = runs.outcome();
      terminal.say(json ? outcome.json().encodePrettily() : outcome.text());
      return outcome.isInStep() ? ExitCode.OK : ExitCode.FAILURE;
    }
  }

  private String query() {
    StringBuilder query = new StringBuilder();
    if (keyspace != null) {
      query.append("&keyspace=").append(Call.encode(keyspace));
    }
    if (dc != null) {
      query.append("&dc=").append(Call.encode(dc));
    }
    return query.isEmpty() ? "" : "?" + query.substring(1);
  }

  @Command(name = "pause", description = "Compare nothing in the background, at any node.")
  int pause(@Mixin NodeOptions nodes) {
    return tell(nodes, "pause", "paused");
  }

  @Command(name = "resume", description = "Compare in the background again.")
  int resume(@Mixin NodeOptions nodes) {
    return tell(nodes, "resume", "resumed");
  }

  @Command(
      name = "tree",
      description = "Show the hash tree of a keyspace at one node, or where it differs at another.",
      footer = {
        "",
        "The keyspace is the root; below it are the sets of nodes that hold the same arcs of the"
            + " ring, and",
        "below these the arcs. Hashes are shortened; --json has them whole.",
        "",
        "Examples:",
        "  atoll repair tree photos",
        "  atoll repair tree photos --against us-2",
        "  atoll repair tree photos --arc 17",
        "",
        "Exit codes: 0 shown, 1 it cannot be shown, 2 wrong usage."
      })
  int tree(
      @Mixin NodeOptions nodes,
      @Parameters(paramLabel = "KEYSPACE", description = "The keyspace.") String of,
      @Option(names = "--arc", paramLabel = "N", description = "Show the way to this arc.")
          Integer arc,
      @Option(
              names = "--against",
              paramLabel = "NODE",
              description = "Compare what both hold, as of the same moment.")
          String against,
      @Option(names = "--json", description = "Print what the node answered, as JSON.")
          boolean asJson) {
    StringBuilder query = new StringBuilder();
    if (arc != null) {
      query.append("&arc=").append(arc);
    }
    if (against != null) {
      query.append("&against=").append(Call.encode(against));
    }
    String path = "/v1/repair/tree/" + Call.encode(of);
    String suffix = query.isEmpty() ? "" : "?" + query.substring(1);
    try (NodeHttp http = new NodeHttp(1)) {
      Answer answer = http.call(nodes.urls(terminal), Call.get(path + suffix));
      if (!answer.isOk()) {
        throw answer.failure();
      }
      terminal.say(
          asJson
              ? answer.json().encodePrettily()
              : RepairTreeText.of(answer.json()).stripTrailing());
    }
    return ExitCode.OK;
  }

  private int tell(NodeOptions nodes, String what, String done) {
    List<ClusterNodes.Reply> replies;
    Call call = new Call("POST", "/v1/repair/" + what, Map.of(), null, Call.DEFAULT_DEADLINE_MS);
    try (NodeHttp http = new NodeHttp(1)) {
      ClusterNodes cluster = new ClusterNodes(http);
      replies = cluster.ask(StatusCommand.members(cluster.seenBy(nodes.urls(terminal))), call);
    }
    long told = replies.stream().filter(ClusterNodes.Reply::isOk).count();
    terminal.say("%s at %d nodes".formatted(done, told));
    for (ClusterNodes.Reply reply : replies) {
      if (!reply.isOk()) {
        terminal.say("%s did not answer: %s".formatted(reply.nodeId(), reply.why()));
      }
    }
    return told == replies.size() ? ExitCode.OK : ExitCode.FAILURE;
  }
}
