package io.atoll.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.FakeNode;
import io.atoll.cli.TestTerminal;
import io.atoll.cli.terminal.ExitCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
  @TempDir Path directory;
  private FakeNode node;
  private TestTerminal terminal;

  @BeforeEach
  void start() throws Exception {
    node = new FakeNode();
    keyspace("bench", "lww");
    terminal = new TestTerminal(directory).variable("ATOLL_URL", node.url());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void everyKeyIsPreloadedAndEveryRequestIsCounted() throws Exception {
    int exit =
        bench(
            "--keys",
            "20",
            "--operations",
            "120",
            "--in-flight",
            "4",
            "--value-size",
            "5..9",
            "-r",
            "one",
            "--series",
            "run.csv");

    assertThat(terminal.err()).doesNotContain("defect");
    JsonObject result = new JsonObject(terminal.out());
    assertThat(exit).isZero();
    JsonObject reads = result.getJsonObject("reads");
    JsonObject writes = result.getJsonObject("writes");
    assertThat(reads.getLong("ok") + writes.getLong("ok")).isEqualTo(120);
    assertThat(reads.getLong("ok")).isBetween(30L, 90L);
    assertThat(reads.getLong("notFound")).isZero();
    assertThat(node.size()).isEqualTo(20);
    assertThat(node.values("bench", "0000000000000019")).isNotEmpty();
    assertThat(node.requests.stream().filter(r -> r.startsWith("GET /v1/kv/bench/")))
        .allMatch(request -> request.endsWith("?timeout=5000&r=one"));
    assertThat(reads.getJsonObject("latencyMs").getDouble("p99")).isPositive();
    assertThat(result.getJsonObject("longestGap").getDouble("ms")).isPositive();
    assertThat(result.getJsonObject("cpuMicrosPerOperation").getValue("server")).isNull();
    assertThat(result.getJsonObject("settings").getString("loop")).isEqualTo("closed");
    List<String> rows = Files.readAllLines(directory.resolve("run.csv"));
    assertThat(rows.getFirst()).startsWith("second,ok,not_found,refused");
    long ok = rows.stream().skip(1).mapToLong(row -> Long.parseLong(row.split(",", -1)[1])).sum();
    assertThat(ok).isEqualTo(120);
  }

  @Test
  void severalLoopsShareTheWork() {
    assertThat(bench("--keys", "50", "--operations", "101", "--in-flight", "5", "--loops", "2"))
        .isZero();

    JsonObject result = new JsonObject(terminal.out());
    assertThat(
            result.getJsonObject("reads").getLong("ok")
                + result.getJsonObject("writes").getLong("ok"))
        .isEqualTo(101);
    assertThat(node.size()).isEqualTo(50);
  }

  @Test
  void anOpenLoopEndsAtItsTimeAndTellsItsRate() {
    int exit =
        terminal.run(
            "bench",
            "writes",
            "--via",
            "http",
            "--warm-up",
            "0s",
            "--duration",
            "500ms",
            "--rate",
            "200");

    assertThat(exit).isZero();
    assertThat(terminal.out())
        .startsWith("writes, open loop at 200/s, at most 512 in flight; 100,000 keys uniform")
        .contains("measured 0.5 s after 0.0 s of warm-up")
        .contains("sent late by")
        .contains("server CPU    unknown")
        .doesNotContain("reads");
    assertThat(node.requests.stream().filter(r -> r.startsWith("PUT /v1/kv/")).count())
        .isEqualTo(100);
  }

  @Test
  void whatFailsIsToldWithItsFirstMessageAndDecidesTheExitCode() {
    String[] flags = {"writes", "--operations", "20", "--in-flight", "1", "--keys", "5"};
    node.problem(503, "overloaded", "too much to do");
    node.problem(503, "overloaded", "still too much");

    assertThat(bench(flags)).isEqualTo(ExitCode.FAILURE);
    JsonObject writes = new JsonObject(terminal.out()).getJsonObject("writes");
    assertThat(writes.getLong("refused")).isEqualTo(2);
    assertThat(writes.getJsonObject("errors").getJsonObject("overloaded"))
        .isEqualTo(
            new JsonObject()
                .put("kind", "refused")
                .put("count", 2L)
                .put("first", node.url() + ": too much to do (503)"));

    node.problem(503, "overloaded", "too much to do");
    List<String> lenient = new ArrayList<>(List.of(flags));
    lenient.add("--allow-errors");
    assertThat(bench(lenient.toArray(String[]::new))).isZero();
  }

  @Test
  void everyWrongFlagIsNamedAtOnceAndNothingIsTried() {
    int exit =
        terminal.run(
            "bench",
            "--via",
            "http",
            "writing",
            "--rate",
            "fast",
            "--keys",
            "0",
            "--key-size",
            "x",
            "--value-size",
            "9..3",
            "--duration",
            "30",
            "--warm-up",
            "-1s",
            "--in-flight",
            "0",
            "--distribution",
            "normal",
            "-w",
            "most",
            "--replication",
            "us",
            "--timeout",
            "1h",
            "--pid",
            "me",
            "--cluster",
            "nowhere.json",
            "--loops",
            "0");

    assertThat(exit).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err())
        .contains("flags are wrong:")
        .contains("workload 'writing': must be reads, writes or mixed")
        .contains("--rate 'fast': must be a number from 0.001 to 10000000")
        .contains("--keys '0': must be a whole number from 1 to")
        .contains("--key-size 'x'")
        .contains("--value-size '9..3': must be bytes from 0 to 1048576")
        .contains("--duration '30': must be a time from 1 ms to 86400 s, such as 500ms, 30s")
        .contains("--warm-up '-1s'")
        .contains("--in-flight '0'")
        .contains("--distribution 'normal': must be uniform, zipfian or zipfian:0.99")
        .contains("--write: ")
        .contains("--replication 'us'")
        .contains("--timeout '1h': must be a time from 1 ms to 30 s")
        .contains("--pid 'me'")
        .contains("nowhere.json: there is no such file")
        .contains("--loops '0'");
    assertThat(node.requests).isEmpty();
  }

  @Test
  void mixesAreSharesAndNothingElse() {
    assertThat(terminal.run("bench", "--mix", "reads=1,deletes=1")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("--mix 'reads=1,deletes=1': must be shares");
    assertThat(terminal.run("bench", "reads", "--mix", "reads=1")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("--mix goes with the workload mixed, not with reads");
    assertThat(terminal.run("bench", "--mix", "reads=0,writes=0")).isEqualTo(ExitCode.USAGE);
    assertThat(bench("--mix", "writes=3", "--operations", "5", "--keys", "3")).isZero();
    assertThat(new JsonObject(terminal.out()).containsKey("reads")).isFalse();
  }

  @Test
  void whereNobodyAnswersItFailsAtOnceAndSaysWhatWasTried() throws IOException {
    String dead;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      dead = "http://127.0.0.1:" + socket.getLocalPort();
    }

    assertThat(terminal.run("bench", "--url", dead + "," + dead)).isEqualTo(ExitCode.FAILURE);
    assertThat(terminal.err())
        .startsWith("atoll bench: no node can be reached:\n  " + dead)
        .contains("Connection refused");
  }

  @Test
  void whereNoClusterIsKnownItSaysHowToNameOne() {
    assertThat(new TestTerminal(directory).run("bench")).isEqualTo(ExitCode.USAGE);
    TestTerminal bare = new TestTerminal(directory);
    bare.run("bench");
    assertThat(bare.err()).contains("which cluster? Give --url or ATOLL_URL");
  }

  @Test
  void theClusterFileNamesNodesAndTheirProcesses() throws IOException {
    JsonArray nodes = new JsonArray();
    for (String id : List.of("us-1", "us-2", "us-3")) {
      nodes.add(
          new JsonObject()
              .put("id", id)
              .put("http", node.url())
              .put("pid", id.equals("us-3") ? null : ProcessHandle.current().pid()));
    }
    JsonObject cluster = new JsonObject().putNull("router").put("nodes", nodes);
    Files.writeString(directory.resolve("c.json"), cluster.encode());

    assertThat(
            bench(
                "writes", "--operations", "9", "--cluster", "c.json", "--pid", "router=999999999"))
        .isZero();

    JsonObject result = new JsonObject(terminal.out());
    assertThat(result.getJsonObject("settings").getJsonArray("addresses")).hasSize(3);
    JsonObject cpu = result.getJsonObject("cpuMicrosPerOperation");
    assertThat(cpu.getJsonObject("byProcess").fieldNames()).containsExactly("us-1+us-2", "router");
    assertThat(cpu.getJsonObject("byProcess").getValue("router")).isNull();
    assertThat(cpu.getValue("server")).isNull();
    assertThat(cpu.getDouble("client")).isPositive();
  }

  @Test
  void blindWritesAreKeptOutOfAKeyspaceWithSiblings() {
    keyspace("carts", "siblings");

    assertThat(bench("writes", "-k", "carts")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("keyspace 'carts' keeps siblings");
    assertThat(bench("reads", "--no-preload", "-k", "carts", "--operations", "5")).isZero();
    assertThat(new JsonObject(terminal.out()).getJsonObject("reads").getLong("notFound"))
        .isEqualTo(5);
  }

  @Test
  void whatWasThereBeforeIsNotDroppedAndNotChanged() {
    keyspace("events", "lww");

    assertThat(bench("-k", "events", "--drop")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("--drop: keyspace 'events' was there before");
    assertThat(bench("-k", "events", "--replication", "us=1,eu=0,ap=2")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err())
        .contains("--replication {ap=2, us=1}: keyspace 'events' is there and has {us=3}");
    assertThat(node.requests).noneMatch(request -> request.startsWith("DELETE"));
  }

  @Test
  void keysThatCannotBeWrittenEndItBeforeAnythingIsMeasured() {
    node.problem(400, "impossible-level", "9 replicas are asked for");

    assertThat(bench("reads", "--keys", "10", "--in-flight", "1")).isEqualTo(ExitCode.FAILURE);
    assertThat(terminal.err())
        .contains("the keys cannot be written, 0 of 10 are: impossible-level:")
        .contains("9 replicas are asked for");
    assertThat(terminal.out()).isEmpty();
  }

  @Test
  void aWishToStopEndsTheMeasurementAndPrintsWhatThereIs() {
    terminal.stop().raise();

    int exit = terminal.run("bench", "writes", "--via", "http", "--warm-up", "0s", "--keys", "5");

    assertThat(exit).isZero();
    assertThat(terminal.out()).contains("stopped early");
  }

  private int bench(String... flags) {
    List<String> args = new ArrayList<>(List.of("bench"));
    args.addAll(List.of(flags));
    args.addAll(List.of("--via", "http", "--warm-up", "0s", "--json"));
    return terminal.run(args.toArray(String[]::new));
  }

  private void keyspace(String name, String conflicts) {
    JsonArray all =
        keyspaces.add(
            new JsonObject()
                .put("name", name)
                .put("conflicts", conflicts)
                .put("replication", new JsonObject().put("us", 3)));
    node.page("/v1/keyspaces", new JsonObject().put("keyspaces", all));
  }

  private final JsonArray keyspaces = new JsonArray();
}
