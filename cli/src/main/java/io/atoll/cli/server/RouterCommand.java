package io.atoll.cli.server;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.Terminal;
import io.atoll.net.EventLoops;
import io.atoll.platform.config.ConfigException;
import io.atoll.platform.config.Setting;
import io.atoll.platform.guard.ProcessEnd;
import io.atoll.platform.guard.ProcessGuard;
import io.atoll.router.config.RouterConfig;
import io.atoll.router.config.RouterConfigReader;
import io.atoll.router.config.RouterSettings;
import io.atoll.router.health.NodeAddress;
import io.atoll.router.health.Upstreams;
import io.atoll.router.proxy.Router;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one router until it is told to stop. */
@Command(
    name = "router",
    description = "Run a router: one address in front of all DCs.",
    sortOptions = false,
    footer = {
      "",
      "Requests go to the nearest DC that can serve, and to another when that fails. Every setting",
      "can stand in the YAML file (--config or ATOLL_ROUTER_CONFIG), in a variable and in a flag,"
          + " the",
      "later the stronger: limits.maxBodyBytes, ATOLL_ROUTER_LIMITS_MAX_BODY_BYTES,",
      "--limits-max-body-bytes. In the file: dcs: {us: [URL, ...], eu: [...]} and seeds: [URL,"
          + " ...].",
      "",
      "GET /v1/router says how each DC and node stands and why; /health/live,",
      "/health/ready and /metrics are its own; everything else is a node's answer.",
      "",
      "Examples:",
      "  atoll router --seed http://127.0.0.1:7400",
      "  atoll router --listen 0.0.0.0:7390 --local-dc us \\",
      "      --dc us=http://10.1.0.1:7400,http://10.1.0.2:7400 --dc eu=http://10.2.0.1:7400",
      "",
      "Exit codes: 0 stopped by SIGTERM or Ctrl-C, 1 could not start, 2 wrong configuration;",
      "for a supervisor to start it again: 3 out of memory, 5 an event loop did not turn for",
      "loopPatienceMs, 6 did not stop in time."
    })
public final class RouterCommand implements Callable<Integer> {
  private static final String CONFIG_VARIABLE = "ATOLL_ROUTER_CONFIG";
  private static final int CLOSE_SLACK_S = 10;
  private static final int HALT_SLACK_S = 5;

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The YAML file; default: ATOLL_ROUTER_CONFIG, else none.")
  private Path config;

  @Option(
      names = "--dc",
      paramLabel = "NAME=URL,...",
      description = "A DC and the HTTP addresses of its nodes; repeat it for each DC.")
  private List<String> dcs = List.of();

  @Option(
      names = "--seed",
      paramLabel = "URL,...",
      description = "Nodes to learn all others from, now and later.")
  private List<String> seeds = List.of();

  @Option(
      names = "--stop-with-parent",
      hidden = true,
      description = "Stop when standard input ends; for the process that started this one.")
  private boolean stopWithParent;

  private RouterCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with one flag for each setting. */
  public static CommandLine commandLine(Terminal terminal) {
    CommandLine router = new CommandLine(new RouterCommand(terminal));
    for (Setting<?> setting : RouterSettings.ALL) {
      String fallback = setting.fallback() == null ? "" : "; default: " + setting.fallback();
      String description = setting.description().replaceAll("\\.$", "") + fallback + ".";
      router
          .getCommandSpec()
          .addOption(SettingFlags.flag(setting.flag(), setting.placeholder(), description).build());
    }
    return router;
  }

  @Override
  public Integer call() throws Exception {
    var stop = terminal.stop().get();
    if (stopWithParent) {
      stop.raiseAtEndOf(terminal.in());
    }
    RouterConfig settings = read();
    stop.haltAfter(Duration.ofMillis(settings.drainMs()).plusSeconds(CLOSE_SLACK_S + HALT_SLACK_S));
    Vertx vertx = EventLoops.vertx(new VertxOptions());
    try (var _ = ProcessGuard.watch(vertx, settings.loopPatienceMs(), new ProcessEnd(stop::halt))) {
      Router router;
      try {
        router = Router.start(vertx, settings).await();
      } catch (Exception e) { // await throws whatever the start failed with, checked or not
        throw new CommandFailure(CommandFailure.reason(e));
      }
      try {
        terminal.say(greeting(settings, router));
        stop.await();
      } finally {
        router
            .close()
            .await(
                settings.drainMs() + TimeUnit.SECONDS.toMillis(CLOSE_SLACK_S),
                TimeUnit.MILLISECONDS);
      }
    } catch (TimeoutException e) {
      throw new CommandFailure("the router did not stop in time");
    } finally {
      vertx.close();
    }
    return ExitCode.OK;
  }

  /** Where a router listens and where it routes, as its user is told. */
  static String greeting(RouterConfig settings, Router router) {
    NodeAddress listens = new NodeAddress("", settings.host(), router.port());
    StringBuilder text = new StringBuilder("router listens on " + listens.url());
    if (router.upstreams().isEmpty()) {
      text.append("\n  nobody to route to yet; asking ")
          .append(
              settings.seeds().stream().map(NodeAddress::url).collect(Collectors.joining(", ")));
    }
    for (Upstreams.Dc dc : router.upstreams().dcs()) {
      text.append("\n  ")
          .append(dc.name())
          .append(dc.name().equals(settings.localDc()) ? " (local): " : ": ")
          .append(dc.nodes().stream().map(NodeAddress::url).collect(Collectors.joining(", ")));
    }
    return text.toString();
  }

  private RouterConfig read() {
    Map<String, String> environment = new LinkedHashMap<>(terminal.environment());
    Path file = SettingFlags.file(config, environment.remove(CONFIG_VARIABLE));
    try {
      return RouterConfigReader.read(file, environment, SettingFlags.given(spec), dcs, seeds);
    } catch (ConfigException e) {
      throw SettingFlags.wrong(e.problems());
    }
  }
}
