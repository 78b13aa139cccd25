package io.atoll.cli.client;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.Terminal;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what nodes keep for replicas that lack writes, and holds or awaits its delivery. */
@Command(
    name = "hints",
    description = "Show what each node keeps for replicas that missed writes.",
    footer = {
      "",
      "A node that coordinates a write keeps a hint, on its disk, for each replica that is not"
          + " known",
      "to have it. KEYS are hints; many writes of one key are one. OLDEST is how long ago the"
          + " first",
      "was missed. ARCS are parts of the ring that are brought as a whole, because there was no"
          + " room",
      "for hints (limits.hints, limits.hintBytes).",
      "",
      "A pause ends with the next start of the node that keeps the hints.",
      "",
      "Examples:",
      "  atoll hints",
      "  atoll hints --target us-2",
      "  atoll hints pause --target us-2",
      "  atoll hints wait --timeout 600",
      "",
      "Exit codes: 0 ok, 1 failure, or nodes that did not answer, or hints left after the time to"
          + " wait,",
      "2 wrong usage."
    })
public final class HintsCommand implements Callable<Integer> {
  private static final long POLL_MS = 500;

  private final Terminal terminal;
  @Mixin private NodeOptions nodes;
  @Mixin private TargetOption target;

  @Option(names = "--json", description = "Print what the nodes answered, as JSON.")
  private boolean json;

  public HintsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    HintsOfAll hints;
    try (NodeHttp http = new NodeHttp(1)) {
      hints = ask(http, nodes, Call.get("/v1/hints"), target.id());
    }
    terminal.say(json ? hints.json().encodePrettily() : hints.text());
    return hints.exitCode();
  }

  @Command(name = "pause", description = "Deliver nothing, to one replica or all.")
  int pause(@Mixin NodeOptions at, @Mixin TargetOption to) {
    return tell(at, "pause", to.id(), "paused");
  }

  @Command(name = "resume", description = "Deliver again.")
  int resume(@Mixin NodeOptions at, @Mixin TargetOption to) {
    return tell(at, "resume", to.id(), "resumed");
  }

  @Command(name = "wait", description = "Wait until nothing is left to be delivered.")
  int await(
      @Mixin NodeOptions at,
      @Mixin TargetOption to,
      @Option(
              names = "--timeout",
              paramLabel = "SECONDS",
              defaultValue = "3600",
              description = "How long at most (default: ${DEFAULT-VALUE}).")
          long timeoutSeconds) {
    long untilNanos = System.nanoTime() + timeoutSeconds * 1_000_000_000;
    try (NodeHttp http = new NodeHttp(1)) {
      HintsOfAll hints = ask(http, at, Call.get("/v1/hints"), to.id());
      while (!hints.isEmpty() && System.nanoTime() < untilNanos) {
        http.vertx().timer(POLL_MS, TimeUnit.MILLISECONDS).await();
        hints = ask(http, at, Call.get("/v1/hints"), to.id());
      }
      terminal.say(hints.text());
      return hints.isEmpty() ? hints.exitCode() : ExitCode.FAILURE;
    }
  }

  private int tell(NodeOptions at, String what, String to, String done) {
    String query = to == null ? "" : "?target=" + Call.encode(to);
    Call call =
        new Call("POST", "/v1/hints/" + what + query, Map.of(), null, Call.DEFAULT_DEADLINE_MS);
    HintsOfAll told;
    try (NodeHttp http = new NodeHttp(1)) {
      told = ask(http, at, call, null);
    }
    terminal.say("%s at %d nodes".formatted(done, told.answers()) + told.silent());
    return told.exitCode();
  }

  /** Asks every node of the cluster, as the first of those given knows it. */
  private HintsOfAll ask(NodeHttp http, NodeOptions at, Call call, String only) {
    ClusterNodes cluster = new ClusterNodes(http);
    List<JsonObject> members = StatusCommand.members(cluster.seenBy(at.urls(terminal)));
    if (only != null && members.stream().noneMatch(m -> only.equals(m.getString("id")))) {
      throw new CommandFailure(
          ExitCode.USAGE, "--target '%s': must be a node of the cluster".formatted(only));
    }
    HintsOfAll all = new HintsOfAll(only);
    for (ClusterNodes.Reply reply : cluster.ask(members, call)) {
      try {
        all.add(reply.body());
      } catch (CommandFailure unanswered) {
        all.unanswered(reply.nodeId(), String.valueOf(unanswered.getMessage()));
      }
    }
    return all;
  }
}
