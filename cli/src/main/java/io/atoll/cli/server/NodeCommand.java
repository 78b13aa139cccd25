package io.atoll.cli.server;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.StopSignal;
import io.atoll.cli.terminal.Terminal;
import io.atoll.net.EventLoops;
import io.atoll.node.NodeServer;
import io.atoll.node.config.NodeConfig;
import io.atoll.node.config.NodeConfigReader;
import io.atoll.node.config.NodeConfigSettings;
import io.atoll.platform.config.ConfigException;
import io.atoll.platform.config.Setting;
import io.atoll.platform.guard.ProcessEnd;
import io.atoll.platform.guard.ProcessGuard;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one node until it is told to stop. */
@Command(
    name = "node",
    description = "Run one node.",
    sortOptions = false,
    footer = {
      "",
      "Every setting can stand in the YAML file (--config or ATOLL_CONFIG), in a variable and in a",
      "flag, the later the stronger: limits.maxValueBytes, ATOLL_LIMITS_MAX_VALUE_BYTES,",
      "--limits-max-value-bytes. The secret itself has no flag: a command line can be read by all.",
      "",
      "Examples:",
      "  atoll node --config /etc/atoll/node.yaml",
      "  ATOLL_NODE_ID=us-2 atoll node --config cluster.yaml --data-directory /var/lib/atoll",
      "",
      "Exit codes: 0 stopped by SIGTERM or Ctrl-C, 1 could not start, 2 wrong configuration;",
      "for a supervisor to start it again: 3 out of memory, 5 an event loop did not turn for",
      "loopPatienceMs, 6 did not stop in time."
    })
public final class NodeCommand implements Callable<Integer> {
  /** The file in a node's data directory that holds the process id while it runs. */
  public static final String PID_FILE = "node.pid";

  private static final int CLOSE_DEADLINE_S = 20;
  private static final int HALT_SLACK_S = 5;

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The YAML file; default: ATOLL_CONFIG, else none.")
  private Path config;

  @Option(
      names = "--stop-with-parent",
      hidden = true,
      description = "Stop when standard input ends; for the process that started this one.")
  private boolean stopWithParent;

  private NodeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with one flag for each setting. */
  public static CommandLine commandLine(Terminal terminal) {
    CommandLine node = new CommandLine(new NodeCommand(terminal));
    for (Setting<?> setting : NodeConfigSettings.ALL) {
      if (!setting.secret()) {
        node.getCommandSpec().addOption(option(setting));
      }
    }
    return node;
  }

  private static OptionSpec option(Setting<?> setting) {
    String fallback = setting.fallback() == null ? "" : "; default: " + setting.fallback();
    OptionSpec.Builder option =
        SettingFlags.flag(setting.flag(), setting.placeholder(), setting.description() + fallback);
    if (setting.equals(NodeConfigSettings.INSECURE)) {
      option.arity("0..1").fallbackValue("true");
    }
    return option.build();
  }

  @Override
  public Integer call() throws Exception {
    StopSignal stop = terminal.stop().get();
    if (stopWithParent) {
      stop.raiseAtEndOf(terminal.in());
    }
    NodeConfig settings = read();
    stop.haltAfter(Duration.ofSeconds(CLOSE_DEADLINE_S + HALT_SLACK_S));
    Vertx vertx = EventLoops.vertx(new VertxOptions());
    try (var _ =
        ProcessGuard.watch(
            vertx, settings.machine().loopPatienceMs(), new ProcessEnd(stop::halt))) {
      NodeServer server;
      try {
        server = NodeServer.start(vertx, settings).await();
      } catch (Exception e) { // await throws whatever the start failed with, checked or not
        throw new CommandFailure(CommandFailure.reason(e));
      }
      try {
        Path pid = settings.machine().dataDirectory().resolve(PID_FILE);
        Files.writeString(pid, ProcessHandle.current().pid() + "\n");
        terminal.say(
            "node %s (%s/%s) listens on http://%s"
                .formatted(
                    settings.self().nodeId(),
                    settings.self().dc(),
                    settings.self().rack(),
                    authority(settings.network().listen(), server.httpPort())));
        stop.await();
        Files.deleteIfExists(pid);
      } finally {
        server.close().await(CLOSE_DEADLINE_S, TimeUnit.SECONDS);
      }
    } catch (TimeoutException e) {
      throw new CommandFailure("the node did not stop within %d s".formatted(CLOSE_DEADLINE_S));
    } finally {
      vertx.close();
    }
    return ExitCode.OK;
  }

  private NodeConfig read() {
    Map<String, String> environment = terminal.environment();
    try {
      return NodeConfigReader.read(
          SettingFlags.file(config, environment.get("ATOLL_CONFIG")),
          environment,
          SettingFlags.given(spec));
    } catch (ConfigException e) {
      throw SettingFlags.wrong(e.problems());
    }
  }

  private static String authority(String host, int port) {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
