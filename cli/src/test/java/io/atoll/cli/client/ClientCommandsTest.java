package io.atoll.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.FakeNode;
import io.atoll.cli.TestTerminal;
import io.atoll.wire.ContextText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCommandsTest {
  @TempDir Path directory;
  private FakeNode node;
  private TestTerminal terminal;

  @BeforeEach
  void start() throws Exception {
    node = new FakeNode();
    terminal = new TestTerminal(directory).variable("ATOLL_URL", node.url());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void whatIsPutIsGotAsItIs() {
    assertThat(terminal.run("put", "a/b c?ü", "hello")).isZero();
    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.run("get", "a/b c?ü", "-r", "local_quorum", "--timeout", "700")).isZero();

    assertThat(terminal.out()).isEqualTo("hello");
    assertThat(terminal.err()).isEmpty();
    assertThat(node.requests)
        .containsExactly(
            "PUT /v1/kv/default/a%2Fb%20c%3F%C3%BC",
            "GET /v1/kv/default/a%2Fb%20c%3F%C3%BC?r=local_quorum&timeout=700");
  }

  @Test
  void valuesComeFromStandardInputAndFilesWithTheirTypes() throws Exception {
    Files.write(directory.resolve("cat.jpg"), new byte[] {1, 0, -1});

    assertThat(terminal.in("from in").run("put", "in")).isZero();
    assertThat(
            terminal.run(
                "put", "cat", "-k", "photos", "--file", "cat.jpg", "--content-type", "image/jpeg"))
        .isZero();

    assertThat(node.values("default", "in").getFirst().bytes()).asString().isEqualTo("from in");
    assertThat(node.values("photos", "cat").getFirst())
        .satisfies(value -> assertThat(value.bytes()).containsExactly(1, 0, -1))
        .satisfies(value -> assertThat(value.contentType()).isEqualTo("image/jpeg"));
  }

  @Test
  void anAtSignNamesNoFile() throws Exception {
    Path file = Files.writeString(directory.resolve("note"), "what is in the file");
    String text = "@" + file;

    assertThat(terminal.run("put", text, text)).isZero();
    assertThat(terminal.run("get", text)).isZero();
    assertThat(terminal.out()).isEqualTo(text);
    assertThat(node.values("default", text)).hasSize(1);
  }

  @Test
  void wordsGoInAsTheyAre() {
    for (String word :
        new String[] {
          "\"quoted\"",
          "'",
          "a,b",
          "a=b",
          "${sys:user.home}",
          "%n",
          "\\n",
          " ",
          "\n",
          "-",
          "a\tb",
          "@"
        }) {
      assertThat(terminal.run("put", word, word)).isZero();
      assertThat(terminal.run("get", word)).isZero();
      assertThat(terminal.out()).isEqualTo(word);
      assertThat(node.values("default", word)).hasSize(1);
    }
    assertThat(terminal.run("put", "--", "-key", "-5")).isZero();
    assertThat(node.values("default", "-key").getFirst().bytes()).asString().isEqualTo("-5");
  }

  @Test
  void anInputWithoutEndIsRefusedAndFillsNoMemory() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };
    assertThat(terminal.in(endless).run("put", "k")).isEqualTo(2);
    assertThat(terminal.err())
        .isEqualTo("atoll put: standard input has more than 16 MiB, which no node takes\n");
  }

  @Test
  void siblingsAreShownOneByOneAndSettledByTheContext() {
    terminal.run("put", "cart", "tea");
    terminal.run("put", "cart", "milk");

    assertThat(terminal.run("get", "cart", "--context-out", "ctx")).isEqualTo(4);
    assertThat(terminal.out())
        .isEqualTo(
            """
            --- sibling 1 of 2: text/plain; charset=utf-8, 3 bytes, written as 0.1.1
            tea
            --- sibling 2 of 2: text/plain; charset=utf-8, 4 bytes, written as 0.1.2
            milk
            """);
    assertThat(terminal.err()).contains("2 concurrent values");

    assertThat(terminal.run("put", "cart", "tea, milk", "--context-file", "ctx")).isZero();
    assertThat(terminal.run("get", "cart")).isZero();
    assertThat(terminal.out()).isEqualTo("tea, milk");
  }

  @Test
  void theLongestContextIsReadAndSent() {
    node.contextChars(ContextText.MAX_CHARS);
    assertThat(terminal.run("put", "k", "v", "--context-out", "ctx")).isZero();
    assertThat(directory.resolve("ctx")).content().hasSize(ContextText.MAX_CHARS);
    assertThat(terminal.run("put", "k", "w", "--context-file", "ctx")).isZero();
    assertThat(terminal.run("get", "k", "--context-out", "ctx")).isZero();
    assertThat(terminal.out()).isEqualTo("w");
  }

  @Test
  void aDeleteWithAContextLeavesNothing() {
    terminal.run("put", "k", "v", "--context-out", "ctx");

    assertThat(terminal.run("delete", "k", "--context-file", "ctx")).isZero();
    assertThat(terminal.run("get", "k")).isEqualTo(3);
    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.err()).isEqualTo("atoll get: the key was never written (404)\n");
  }

  @Test
  void aContextOfAKeyThatWasNeverWrittenIsAnEmptyFileThatAPutTakes() throws Exception {
    Files.writeString(directory.resolve("ctx"), "of an older read");

    assertThat(terminal.run("get", "new", "--context-out", "ctx")).isEqualTo(3);
    assertThat(directory.resolve("ctx")).hasContent("");
    assertThat(terminal.run("put", "new", "v", "--context-file", "ctx")).isZero();
    assertThat(node.values("default", "new")).hasSize(1);
  }

  @Test
  void aDeleteTellsOfValuesThatItHadNotSeen() {
    terminal.run("put", "k", "seen", "--context-out", "ctx");
    terminal.run("put", "k", "unseen");

    assertThat(terminal.run("delete", "k", "--context-file", "ctx")).isEqualTo(4);
    assertThat(terminal.err())
        .isEqualTo(
            "atoll delete: acknowledged, and 1 value that it had not seen is still there; to delete"
                + " it: atoll get k --context-out FILE, then atoll delete k --context-file FILE\n");
    terminal.run("put", "k", "another");
    assertThat(terminal.run("delete", "k")).isEqualTo(4);
    assertThat(terminal.err()).contains("and 2 values that it had not seen are still there");
  }

  @Test
  void levelsAndTimeoutsAreCheckedBeforeAnythingIsSent() {
    String levels = "must be one, local_one, quorum, local_quorum, each_quorum, all or a number";
    for (String[] wrong :
        new String[][] {
          {"get", "k", "-r", "most"},
          {"put", "k", "v", "-w", "0"},
          {"delete", "k", "-w", ""},
          {"load", "-", "--format", "csv", "-w", "quorums"}
        }) {
      assertThat(terminal.run(wrong)).isEqualTo(2);
      assertThat(terminal.err()).contains(levels);
    }
    for (String timeout : new String[] {"0", "-5", "1.5s", "2h", "soon", ""}) {
      assertThat(terminal.run("get", "k", "--timeout=" + timeout)).isEqualTo(2);
      assertThat(terminal.err())
          .isEqualTo(
              "atoll get: --timeout '%s': must be 1 millisecond or more, such as 500, 500ms or 2s\n"
                  .formatted(timeout));
    }
    assertThat(node.requests).isEmpty();
    terminal.run("put", "k", "v", "--timeout", "2s", "-w", "QUORUM");
    terminal.run("put", "k", "v", "--timeout", "500ms");
    terminal.run("put", "k", "v", "--timeout", "500");
    assertThat(node.requests)
        .containsExactly(
            "PUT /v1/kv/default/k?w=quorum&timeout=2000",
            "PUT /v1/kv/default/k?timeout=500",
            "PUT /v1/kv/default/k?timeout=500");
  }

  @Test
  void aRefusalIsToldInTheNodesOwnWords() {
    node.problem(400, "impossible-level", "w=5: the replication factor is 3");

    assertThat(terminal.run("put", "k", "v", "-w", "5")).isEqualTo(2);
    assertThat(terminal.err()).isEqualTo("atoll put: w=5: the replication factor is 3 (400)\n");
    node.problem(503, "unavailable", "2 are alive");
    assertThat(terminal.run("put", "k", "v")).isEqualTo(1);
  }

  @Test
  void anAddressThatRefusesConnectionsIsPassedOver() throws Exception {
    assertThat(terminal.run("put", "k", "v", "-u", unusedUrl() + "," + node.url())).isZero();
    assertThat(node.values("default", "k")).hasSize(1);

    assertThat(terminal.run("get", "k", "--url", unusedUrl())).isEqualTo(1);
    assertThat(terminal.err())
        .startsWith("atoll get: no node can be reached:\n  http://127.0.0.1:");
  }

  @Test
  void addressesAreCheckedBeforeAnythingIsSent() {
    assertThat(terminal.run("get", "k", "--url", "https://x/y")).isEqualTo(2);
    assertThat(terminal.err())
        .isEqualTo("atoll get: --url 'https://x/y': must be http://HOST:PORT\n");
  }

  @Test
  void withoutAnAddressTheDevelopmentClusterIsAsked() throws Exception {
    TestTerminal bare = new TestTerminal(directory);
    assertThat(bare.run("status")).isEqualTo(2);
    assertThat(bare.err()).contains("--url or ATOLL_URL").contains("atoll dev");

    Path file = directory.resolve(".atoll/dev/cluster.json");
    Files.createDirectories(file.getParent());
    JsonObject entry = new JsonObject().put("id", "us-1").put("http", node.url());
    Files.writeString(
        file, new JsonObject().putNull("router").put("nodes", new JsonArray().add(entry)).encode());
    assertThat(bare.run("put", "k", "v")).isZero();
  }

  @Test
  void statusShowsEveryNodeWithItsLoadAndShare() {
    node.page("/v1/cluster", cluster());

    assertThat(terminal.run("status")).isZero();
    assertThat(terminal.out())
        .isEqualTo(
            """
            cluster dev, epoch 3, 4096 partitions: 2 DCs, 2 nodes (1 alive, 1 down), as us-1 sees it

            DC  RACK  NODE  STATE    KEYS     LOAD    SHARE  EPOCH  WEIGHT  HTTP            CLIENT
            eu  a     eu-1  down        ?        ?   33.3 %      ?       1  127.0.0.1:7500  127.0.0.1:7503
            us  a     us-1  alive  50,000  1.5 MiB  100.0 %      3       2  127.0.0.1:7400  127.0.0.1:7403

            us-1 takes no writes: see its disk, its log, or http://127.0.0.1:7400/health/ready
            """);

    assertThat(terminal.run("status", "--json")).isZero();
    assertThat(new JsonObject(terminal.out())).isEqualTo(cluster());
  }

  @Test
  void ringCountsArcsAgainstTheFairShareAndNamesAKeysReplicas() {
    node.page("/v1/cluster", cluster());
    JsonArray us = new JsonArray().add(new JsonArray().add(1)).add(new JsonArray().add(1));
    JsonArray eu = new JsonArray().add(new JsonArray().add(0)).add(new JsonArray().add(0));
    node.page(
        "/v1/ring",
        new JsonObject()
            .put("epoch", 3)
            .put("partitions", 2)
            .put("claim", new JsonObject().put("us", us).put("eu", eu)));
    node.page(
        "/v1/ring/default/k",
        new JsonObject()
            .put("keyspace", "default")
            .put("token", "00ff")
            .put("partition", 1)
            .put("epoch", 3)
            .put(
                "replicas",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("id", "us-1")
                            .put("dc", "us")
                            .put("rack", "a")
                            .put("state", "alive"))));

    assertThat(terminal.run("ring")).isZero();
    assertThat(terminal.out())
        .isEqualTo(
            """
            epoch 3, 2 partitions

            DC  RACK  NODE  WEIGHT  ARCS  FIRST  OF FAIR
            eu  a     eu-1       1     2      2  100.0 %
            us  a     us-1       2     2      2  100.0 %
            """);
    assertThat(terminal.run("ring", "default", "k")).isZero();
    assertThat(terminal.out())
        .isEqualTo(
            """
            key k in default: token 00ff, partition 1, epoch 3

            DC  RACK  NODE  STATE
            us  a     us-1  alive
            """);
    assertThat(terminal.run("ring", "default")).isEqualTo(2);
  }

  @Test
  void keyspacesAreListedAndNeverDroppedByAccident() {
    node.page(
        "/v1/keyspaces",
        new JsonObject(
            """
            {"epoch": 1, "keyspaces": [
              {"name": "default", "replication": {"eu": 3, "us": 3}, "conflicts": "siblings",
               "read": "quorum", "write": 2},
              {"name": "plans", "replication": {"us": 3}, "conflicts": "lww",
               "read": "quorum", "write": "all", "readRepair": "blocking"}]}
            """));

    assertThat(terminal.run("keyspace", "list")).isZero();
    assertThat(terminal.out())
        .isEqualTo(
            """
            NAME     REPLICATION  CONFLICTS  READ    WRITE  READ REPAIR
            default  eu=3,us=3    siblings   quorum  2      background
            plans    us=3         lww        quorum  all    blocking
            """);
    assertThat(terminal.run("keyspace", "drop", "default")).isEqualTo(2);
    assertThat(terminal.err()).contains("--yes");
    assertThat(node.requests).containsExactly("GET /v1/keyspaces");
  }

  private static JsonObject cluster() {
    JsonObject us =
        new JsonObject()
            .put("number", 1)
            .put("id", "us-1")
            .put("dc", "us")
            .put("rack", "a")
            .put("weight", 2)
            .put("host", "127.0.0.1")
            .put("ports", new JsonObject().put("http", 7400).put("client", 7403))
            .put("state", "alive")
            .put("keys", 50_000)
            .put("bytes", 1_572_864)
            .put("epoch", 3)
            .put("writable", false)
            .put("share", 1.0);
    JsonObject eu =
        us.copy()
            .put("number", 0)
            .put("id", "eu-1")
            .put("dc", "eu")
            .put("weight", 1)
            .put("ports", new JsonObject().put("http", 7500).put("client", 7503))
            .put("state", "down")
            .putNull("keys")
            .putNull("bytes")
            .putNull("epoch")
            .putNull("writable")
            .put("share", 1 / 3.0);
    return new JsonObject()
        .put("cluster", "dev")
        .put("epoch", 3)
        .put("partitions", 4096)
        .put("node", "us-1")
        .put("nodes", new JsonArray().add(us).add(eu));
  }

  private static String unusedUrl() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }

  @Test
  void aValueWithoutBytesIsAValue() {
    assertThat(terminal.run("put", "empty", "")).isZero();
    assertThat(terminal.run("get", "empty")).isZero();
    assertThat(terminal.out().getBytes(StandardCharsets.UTF_8)).isEmpty();
  }
}
