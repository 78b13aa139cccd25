package io.atoll.cli.dev;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.StopSignal;
import io.atoll.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a whole cluster on this machine until it is told to stop. */
@Command(
    name = "dev",
    description = "Run a whole cluster on this machine.",
    sortOptions = false,
    footer = {
      "",
      "A directory keeps its layout and data: a later start needs no flags. DIR/cluster.json says",
      "what runs where, while it runs: {\"router\", \"routerPid\", \"nodes\":"
          + " [{\"id\",\"dc\",\"rack\",\"http\",\"pid\"}]}.",
      "DC number d listens from PORT + 100 d, its node n from there + 10 n: http, peer, gossip.",
      "The router, one address in front of all DCs, listens on PORT - 10.",
      "",
      "Examples:",
      "  atoll dev                              three DCs of three nodes",
      "  atoll dev --processes                  a process each: kill one and see",
      "  atoll dev --dcs 1 --nodes 1 --data /tmp/one --base-port 9000",
      "",
      "Exit codes: 0 stopped by Ctrl-C, 1 could not start, 2 wrong usage, 3 out of memory,",
      "5 an event loop did not turn, 6 did not stop in time, 130 forced by a second Ctrl-C."
    })
public final class DevCommand implements Callable<Integer> {
  private static final Duration OBSERVE = Duration.ofMillis(500);
  private static final Duration STOP_BOUND = Duration.ofMinutes(2);

  private final Terminal terminal;

  @Option(names = "--dcs", paramLabel = "N", description = "Datacenters, 1 to 20; default 3.")
  private Integer dcs;

  @Option(names = "--nodes", paramLabel = "N", description = "Nodes in each, 1 to 10; default 3.")
  private Integer nodes;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept; default ./.atoll/dev.")
  private Path data = ClusterFile.DEFAULT_DIRECTORY;

  @Option(names = "--base-port", paramLabel = "PORT", description = "First port; default 7400.")
  private Integer basePort;

  @Option(
      names = "--wan-latency",
      paramLabel = "MS",
      defaultValue = "0",
      description = "Delay of what is sent to another DC, one way, 0 to 10000; default 0.")
  private int wanLatencyMs;

  @Option(
      names = "--processes",
      description =
          "Give each node and the router a process of its own, with its output in"
              + " DIR/NODE/node.log.")
  private boolean processes;

  @Option(
      names = "--ready-timeout",
      paramLabel = "S",
      defaultValue = "60",
      description = "How long to wait for all nodes to get ready; default 60.")
  private int readyTimeoutS;

  public DevCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    CommandFailure.require(
        wanLatencyMs >= 0 && wanLatencyMs <= 10_000, "--wan-latency", wanLatencyMs, "0 to 10000");
    CommandFailure.require(readyTimeoutS >= 1, "--ready-timeout", readyTimeoutS, "1 or more");
    StopSignal stop = terminal.stop().get();
    stop.haltAfter(STOP_BOUND);
    try (DevDirectory directory = DevDirectory.open(terminal.resolve(data), dcs, nodes, basePort)) {
      Files.deleteIfExists(directory.clusterFile());
      FreePorts.check(directory.layout().members(), directory.layout().routerPort());
      directory.configure(wanLatencyMs);
      run(directory, stop);
    }
    return ExitCode.OK;
  }

  private void run(DevDirectory directory, StopSignal stop)
      throws IOException, InterruptedException {
    NodeJvm jvm = processes ? NodeJvm.likeThis(directory.layout().members().size() + 1) : null;
    ProcessCluster ownProcesses = processes ? new ProcessCluster(directory, jvm) : null;
    DevCluster cluster = processes ? ownProcesses : new InProcessCluster(directory, stop::halt);
    DevRouter router = null;
    try {
      cluster.start();
      if (new Readiness(cluster, Duration.ofSeconds(readyTimeoutS)).await(stop)) {
        router = DevRouter.start(directory, jvm);
        ClusterFile.write(directory.clusterFile(), cluster.nodes(), router.url(), router.pid());
        terminal.say(
            "The router, one address in front of all DCs: %s (process %d)\n"
                .formatted(router.url(), router.pid()));
        terminal.say(ClusterTable.text(cluster.nodes(), terminal.resolve(data)));
        while (!stop.await(OBSERVE)) {
          boolean changed = ownProcesses != null && ownProcesses.observe(terminal::say);
          changed |= router.observe(terminal::say);
          if (changed) {
            ClusterFile.write(directory.clusterFile(), cluster.nodes(), router.url(), router.pid());
          }
        }
        terminal.say("stopping");
      }
    } finally {
      Files.deleteIfExists(directory.clusterFile());
      try {
        if (router != null) {
          router.stop();
        }
      } finally {
        cluster.stop();
      }
    }
  }
}
