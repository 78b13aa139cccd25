package io.atoll.chaos.live;

import io.atoll.cli.CommandProvider;
import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kills nodes of a real cluster under load and looks what is left. */
@Command(
    name = "kill-test",
    description = "Kill a node and a datacenter under load, and see that nothing is lost.",
    sortOptions = false,
    footer = {
      "",
      "Starts a cluster of processes in a temporary directory and on free ports, writes at",
      "each_quorum, quorum and local_quorum, kills a node (kill -9), then a whole datacenter,"
          + " reads",
      "back what was acknowledged, starts both again, and reads everything back everywhere.",
      "",
      "Examples:",
      "  atoll kill-test                        three DCs of three nodes, some three minutes",
      "  atoll kill-test --nodes 1 --seconds 0  as small and as quick as it gets",
      "",
      "Exit codes: 0 nothing lost, 1 something lost or not working again (the data is kept and"
          + " named), 2 wrong usage."
    })
public final class KillTestCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--dcs",
      paramLabel = "N",
      defaultValue = "3",
      description = "Datacenters, 2 or more; default 3.")
  private int dcs;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "3",
      description = "Nodes in each; with 1 the step in which one node dies is left out; default 3.")
  private int nodes;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "9",
      description = "Clients, 3 or more, spread over levels and DCs; default 9.")
  private int clients;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "150",
      description = "Writes per second of all clients together, at most; default 150.")
  private int rate;

  @Option(
      names = "--wan-latency",
      paramLabel = "MS",
      defaultValue = "0",
      description =
          "Delay of what is sent to another DC, one way, and the gossip timing of a real network"
              + " with it, 0 to 10000; default 0.")
  private int wanLatencyMs;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "25",
      description = "How long each phase lasts at least; default 25.")
  private int seconds;

  @Option(
      names = "--deadline",
      paramLabel = "S",
      defaultValue = "120",
      description = "How long anything is waited for; default 120.")
  private int deadlineS;

  @Option(
      names = "--heap",
      paramLabel = "MIB",
      defaultValue = "192",
      description = "Heap of each node; default 192.")
  private int heapMib;

  private KillTestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    CommandFailure.require(dcs >= 2, "--dcs", dcs, "2 or more");
    CommandFailure.require(nodes >= 1, "--nodes", nodes, "1 or more");
    CommandFailure.require(
        clients >= WriteLevel.values().length, "--clients", clients, "3 or more");
    CommandFailure.require(rate >= 1, "--rate", rate, "1 or more");
    CommandFailure.require(seconds >= 0, "--seconds", seconds, "0 or more");
    CommandFailure.require(deadlineS >= 1, "--deadline", deadlineS, "1 or more");
    CommandFailure.require(heapMib >= 64, "--heap", heapMib, "64 or more");
    CommandFailure.require(
        wanLatencyMs >= 0 && wanLatencyMs <= 10_000, "--wan-latency", wanLatencyMs, "0 to 10000");
    LivePlan plan =
        new LivePlan(
            dcs,
            nodes,
            clients,
            rate,
            heapMib,
            wanLatencyMs,
            Duration.ofSeconds(seconds),
            Duration.ofSeconds(deadlineS),
            Path.of(System.getProperty("java.io.tmpdir")));
    LiveResult result = LiveExperiment.run(plan, terminal.stop().get(), terminal::say);
    terminal.say("\n" + result.report());
    terminal.say(result.good() ? "nothing was lost" : "PROMISES WERE BROKEN, see above");
    return result.good() ? ExitCode.OK : ExitCode.FAILURE;
  }

  /** Adds the command to {@code atoll}. */
  public static final class Provider implements CommandProvider {
    @Override
    public Object command(Terminal terminal) {
      return new KillTestCommand(terminal);
    }
  }
}
