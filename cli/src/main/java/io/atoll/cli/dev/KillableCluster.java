package io.atoll.cli.dev;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.StopSignal;
import io.atoll.ring.Member;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A development cluster of real processes whose nodes can be killed and started again: for
 * experiments. It finds free ports by itself. Used by one thread.
 */
public final class KillableCluster implements AutoCloseable {
  private final DevDirectory directory;
  private final ProcessCluster processes;

  private KillableCluster(DevDirectory directory, ProcessCluster processes) {
    this.directory = directory;
    this.processes = processes;
  }

  /**
   * Prepares a cluster; nothing runs yet.
   *
   * @param path an empty directory, or one to be created
   * @param heapMib of each node
   * @param wanLatencyMs delay of what is sent to another DC, one way
   * @throws CommandFailure when the layout is impossible, or the directory cannot be used
   */
  public static KillableCluster prepare(
      Path path, int dcs, int nodes, int heapMib, int wanLatencyMs) throws IOException {
    int basePort;
    try {
      basePort = FreePorts.basePort(dcs, nodes);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    }
    DevDirectory directory = DevDirectory.open(path, dcs, nodes, basePort);
    try {
      directory.configure(wanLatencyMs);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
    return new KillableCluster(
        directory, new ProcessCluster(directory, NodeJvm.lightLikeThis(heapMib)));
  }

  /** Every node, DC by DC. */
  public List<Member> members() {
    return directory.layout().members();
  }

  /** Where clients reach a node. */
  public static String url(Member member) {
    return new DevNode(member, 0).http();
  }

  /** Starts every node. */
  public void start() {
    processes.start();
  }

  /** Kills nodes without a warning, all at the same time; returns when they are gone. */
  public void kill(List<String> nodeIds) {
    processes.kill(nodeIds);
  }

  /** Starts nodes that are dead. */
  public void startAgain(List<String> nodeIds) {
    nodeIds.forEach(processes::startAgain);
  }

  /**
   * Waits until nodes say that they can serve. Answers false when the user wants to stop.
   *
   * @throws CommandFailure naming those that have ended or are not ready in time, and why
   */
  public boolean awaitReady(StopSignal stop, List<String> nodeIds, Duration deadline)
      throws InterruptedException {
    return new Readiness(processes, deadline).await(stop, nodeIds);
  }

  /** The nodes that no longer run although nobody killed them, each with its last output. */
  public List<String> endedByThemselves() {
    return processes.nodes().stream()
        .filter(node -> node.pid() != 0 && processes.hasEnded(node.member().nodeId()))
        .map(
            node ->
                node.member().nodeId() + " ended: " + processes.symptoms(node.member().nodeId()))
        .toList();
  }

  /** Kills every node that runs and gives the directory free; what it holds stays. */
  @Override
  public void close() throws IOException {
    try {
      processes.kill(
          processes.nodes().stream()
              .filter(node -> node.pid() != 0)
              .map(node -> node.member().nodeId())
              .toList());
    } finally {
      directory.close();
    }
  }
}
