package io.atoll.cli.bench;

import io.atoll.cli.bench.engine.Values;
import io.atoll.cli.client.Call;
import io.atoll.cli.client.HumanNumbers;
import io.atoll.cli.client.NodeHttp;
import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.StopSignal;
import io.atoll.cli.terminal.Terminal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a cluster under load. */
@Command(
    name = "bench",
    description = "Measure a cluster under load: throughput, latencies, errors, gaps, CPU.",
    sortOptions = false,
    footer = {
      "",
      "A closed loop (--in-flight) finds what a cluster can carry. An open loop (--rate) sends by"
          + " a",
      "schedule and counts latency from when a request should have been sent: what users feel. Its",
      "writes are blind, so the keyspace is one in which the last writer wins. Nothing is sent a",
      "second time. docs/benchmarking.md says how to read the numbers.",
      "",
      "Examples:",
      "  atoll bench reads --duration 10s",
      "  atoll bench writes --in-flight 256 --value-size 50..500 --replication us=3 --drop",
      "  atoll bench --mix reads=95,writes=5 --distribution zipfian --rate 5000 --series run.csv",
      "  atoll bench reads --no-preload --url http://127.0.0.1:7400 --json",
      "",
      "Exit codes: 0 measured and nothing failed (or --allow-errors), 1 a request was refused, in",
      "doubt, failed or not sent in time, or nothing could be measured, 2 wrong usage. A key that"
          + " is",
      "not found is not a failure."
    })
public final class BenchCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private BenchOptions options = new BenchOptions();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--series",
      paramLabel = "FILE",
      description = "Write a row for each second to this CSV file.")
  private Path series;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Option(names = "--allow-errors", description = "Exit with 0 whatever failed.")
  private boolean allowErrors;

  public BenchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Flags flags = new Flags();
    BenchSettings settings = options.read(flags);
    BenchCluster measured = cluster.read(terminal, flags);
    flags.check();
    StopSignal stop = terminal.stop().get();
    try (NodeHttp http = new NodeHttp(1);
        BenchProgress progress = new BenchProgress(terminal, series)) {
      BenchKeyspace keyspace = new BenchKeyspace(http, measured.urls(), settings.keyspace().name());
      keyspace.prepare(
          settings.course().preload() || settings.load().readShare() < 1,
          settings.keyspace().replication(),
          settings.keyspace().drop(),
          stop);
      try {
        BenchPlace place =
            measured.via() == Via.HTTP
                ? new BenchPlace(Via.HTTP, measured.urls(), keyspace.replication())
                : new BenchPlace(Via.SDK, contactPoints(http, measured), keyspace.replication());
        return run(settings, measured, place, progress, stop);
      } finally {
        if (settings.keyspace().drop()) {
          keyspace.drop();
        }
      }
    }
  }

  private int run(
      BenchSettings settings,
      BenchCluster measured,
      BenchPlace place,
      BenchProgress progress,
      StopSignal stop)
      throws InterruptedException {
    Values values =
        new Values(
            settings.values().sizeBytes().min(),
            settings.values().sizeBytes().max(),
            settings.values().compressible(),
            new SplittableRandom(settings.course().seed()));
    BenchResult result;
    try (BenchRun run =
        new BenchRun(
            settings, values, targets(settings, place, measured.localDc(), values), stop)) {
      if (settings.course().preload() && !preload(settings, run)) {
        throw new CommandFailure("stopped before anything was measured");
      }
      result = run.measure(CpuTimes.of(measured.pids()), progress);
    }
    terminal.say(
        json
            ? BenchJson.of(settings, place, result).encodePrettily()
            : new BenchReport(settings, place, result).text());
    return result.failures() == 0 || allowErrors ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static TargetFactory targets(
      BenchSettings settings, BenchPlace place, String localDc, Values values) {
    return switch (place.via()) {
      case SDK -> {
        SdkTarget.Settings sdk =
            new SdkTarget.Settings(
                place.addresses(),
                localDc,
                settings.keyspace().name(),
                settings.keyspace().readLevel(),
                settings.keyspace().writeLevel(),
                settings.load().timeoutMs(),
                values.bytes());
        yield inFlight -> new SdkTarget(sdk, inFlight);
      }
      case HTTP -> {
        HttpTarget.Settings http =
            new HttpTarget.Settings(
                place.addresses(),
                settings.keyspace().name(),
                settings.keyspace().readLevel(),
                settings.keyspace().writeLevel(),
                settings.load().timeoutMs(),
                values.bytes());
        yield inFlight -> new HttpTarget(http, inFlight);
      }
    };
  }

  /** Those that were given, else the client ports of all members. */
  private static List<String> contactPoints(NodeHttp http, BenchCluster measured) {
    if (!measured.contactPoints().isEmpty()) {
      return measured.contactPoints();
    }
    JsonArray members =
        http.call(measured.urls(), Call.get("/v1/cluster")).json().getJsonArray("nodes");
    List<String> found = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      JsonObject member = members.getJsonObject(i);
      found.add(
          member.getString("host") + ":" + member.getJsonObject("ports").getInteger("client"));
    }
    return found;
  }

  private boolean preload(BenchSettings settings, BenchRun run) throws InterruptedException {
    long startNs = System.nanoTime();
    boolean whole;
    try (PreloadProgress progress = new PreloadProgress(terminal, settings.keys().count())) {
      whole = run.preload(progress::written);
    }
    if (whole) {
      double seconds = (System.nanoTime() - startNs) / 1e9;
      terminal
          .err()
          .println(
              "preloaded %s keys, %s/s"
                  .formatted(
                      HumanNumbers.count(settings.keys().count()),
                      HumanNumbers.count(Math.round(settings.keys().count() / seconds))));
    }
    return whole;
  }
}
