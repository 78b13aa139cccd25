package io.atoll.cli.dev;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.net.EventLoops;
import io.atoll.node.NodeServer;
import io.atoll.node.config.NodeConfig;
import io.atoll.node.config.NodeConfigReader;
import io.atoll.node.config.NodeConfigSettings;
import io.atoll.platform.config.ConfigException;
import io.atoll.platform.guard.ProcessEnd;
import io.atoll.platform.guard.ProcessGuard;
import io.atoll.platform.process.Descriptors;
import io.atoll.ring.Member;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/** All nodes in this process, on one Vert.x. */
final class InProcessCluster implements DevCluster {
  private static final int STOP_DEADLINE_S = 20;
  private static final long LOOP_PATIENCE_MS = 60_000;

  private final DevDirectory directory;
  private final Vertx vertx = EventLoops.vertx(new VertxOptions());
  private final List<NodeServer> servers = new ArrayList<>();
  private final ProcessGuard guard;

  /**
   * @param halt ends this process at once
   */
  InProcessCluster(DevDirectory directory, IntConsumer halt) {
    this.directory = directory;
    this.guard = ProcessGuard.watch(vertx, LOOP_PATIENCE_MS, new ProcessEnd(halt));
  }

  @Override
  public void start() {
    List<Member> members = directory.layout().members();
    List<Future<NodeServer>> starts = new ArrayList<>();
    for (Member member : members) {
      starts.add(NodeServer.start(vertx, config(member.nodeId())));
    }
    StringBuilder failures = new StringBuilder();
    for (int i = 0; i < starts.size(); i++) {
      try {
        servers.add(starts.get(i).await());
      } catch (Exception e) { // await throws whatever the start failed with, checked or not
        failures.append("\n  %s: %s".formatted(members.get(i).nodeId(), CommandFailure.reason(e)));
      }
    }
    if (!failures.isEmpty()) {
      throw new CommandFailure("these nodes did not start:" + failures);
    }
  }

  private NodeConfig config(String nodeId) {
    // Nodes and router share what the process may open.
    int servers = directory.layout().members().size() + 1;
    String openFiles = String.valueOf(Descriptors.ofProcess().dividedBy(servers).limit());
    try {
      return NodeConfigReader.read(
          directory.configFile(nodeId),
          Map.of(),
          Map.of(NodeConfigSettings.OPEN_FILES.flag(), openFiles));
    } catch (ConfigException e) {
      throw new CommandFailure(e.getMessage());
    }
  }

  @Override
  public List<DevNode> nodes() {
    long pid = ProcessHandle.current().pid();
    return directory.layout().members().stream().map(member -> new DevNode(member, pid)).toList();
  }

  @Override
  public String symptoms(String nodeId) {
    return "";
  }

  @Override
  public boolean hasEnded(String nodeId) {
    return false;
  }

  @Override
  public void stop() {
    try {
      Future.join(servers.stream().map(NodeServer::close).toList())
          .await(STOP_DEADLINE_S, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new CommandFailure("the nodes did not stop within %d s".formatted(STOP_DEADLINE_S));
    } finally {
      guard.close();
      vertx.close();
    }
  }
}
