package io.atoll.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.FakeNode;
import io.atoll.cli.TestTerminal;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadCommandTest {
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
  void everyRecordIsWrittenAndReadBackAsItStandsInTheFile() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      text.append("{\"id\": ").append(i).append(", \"price\": 1.10}\n");
    }
    file("items.ndjson", text.toString());

    int exit = terminal.run("load", "items.ndjson", "--key-field", "id", "--verify", "--json");

    assertThat(exit).isZero();
    assertThat(summary("records", "acknowledged", "verified", "failed"))
        .containsExactly(500L, 500L, 500L, 0L);
    assertThat(node.values("default", "7").getFirst().bytes())
        .asString()
        .isEqualTo("{\"id\": 7, \"price\": 1.10}");
    assertThat(node.values("default", "7").getFirst().contentType()).isEqualTo("application/json");
  }

  @Test
  void aColumnOfACsvFileCanBeTheValue() throws Exception {
    file("cities.csv", "name,people\n\"Saint-\nDenis\",111\nLyon,222\n");

    assertThat(terminal.run("load", "cities.csv", "--key-field", "name", "--value-field", "people"))
        .isZero();
    assertThat(node.values("default", "Saint-\nDenis").getFirst().bytes())
        .asString()
        .isEqualTo("111");
    assertThat(terminal.out()).contains("acknowledged  2\n");
  }

  @Test
  void mistakesOfTheInputNameTheirLinesAndTheRestIsLoaded() {
    String input =
        """
        {"key": "a"}
        not json

        {"id": "b"}
        {"key": {"x": 1}}
        {"key": ""}
        [1]
        {"key": "z"}
        """;

    assertThat(terminal.in(input).run("load", "-", "--format", "ndjson", "--json")).isEqualTo(1);

    assertThat(terminal.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("line 2: not JSON at column"),
            line ->
                assertThat(line)
                    .isEqualTo("line 4: there is no field 'key' (--key-field); the record has id"),
            line ->
                assertThat(line).startsWith("line 5: key field 'key' is neither text nor a number"),
            line ->
                assertThat(line)
                    .isEqualTo("line 6: key field 'key' is empty: must be 1 byte or more"),
            line -> assertThat(line).startsWith("line 7: each line must be a JSON object"));
    assertThat(summary("records", "acknowledged", "inputMistakes")).containsExactly(7L, 2L, 5L);
  }

  @Test
  void whatANodeDidNotAttemptIsTriedAgainAndCountsOnce() {
    node.problem(503, "overloaded", "too much").problem(503, "unavailable", "one of three");

    assertThat(load("{\"key\": \"a\"}\n", "--json")).isZero();
    assertThat(node.values("default", "a")).hasSize(1);
    assertThat(summary("acknowledged", "retries")).containsExactly(1L, 2L);
  }

  @Test
  void aBlindWriteOfUnclearFateIsNotSentTwice() {
    node.problem(503, "not-enough-answers", "1 of 2 answered");

    assertThat(load("{\"key\": \"a\"}\n", "--json")).isEqualTo(1);
    assertThat(node.requests).hasSize(1);
    assertThat(summary("acknowledged", "failed")).containsExactly(0L, 1L);
    assertThat(terminal.err()).isEqualTo("line 1: 1 of 2 answered (503)\n");
  }

  @Test
  void aReplacingWriteOfUnclearFateIsRepeatedAndLeavesOneValue() {
    node.overwrite("default", "a", "old");
    node.problem(503, "not-enough-answers", "1 of 2 answered");

    assertThat(load("{\"key\": \"a\"}\n", "--replace", "--json")).isZero();
    assertThat(node.values("default", "a")).hasSize(1);
    assertThat(summary("acknowledged", "retries")).containsExactly(1L, 1L);
  }

  @Test
  void aFailureThatAllRecordsShareEndsTheLoad() {
    node.problem(404, "unknown-keyspace", "there is no keyspace 'x'; there are: default");
    String input = "{\"key\": \"a\"}\n".repeat(10_000);

    assertThat(load(input, "--concurrency", "1", "-k", "x", "--json")).isEqualTo(1);
    assertThat(new JsonObject(terminal.out()).getBoolean("complete")).isFalse();
    assertThat(node.requests).hasSize(1);
  }

  @Test
  void aNodeThatIsGoneIsPassedOver() throws Exception {
    String gone;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      gone = "http://127.0.0.1:" + socket.getLocalPort();
    }
    StringBuilder input = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      input.append("{\"key\": ").append(i).append("}\n");
    }

    assertThat(load(input.toString(), "--url", gone + "," + node.url(), "--json")).isZero();
    assertThat(node.size()).isEqualTo(100);
  }

  @Test
  void aValueThatIsNotAsWrittenIsAMismatch() throws Exception {
    file("one.ndjson", "{\"key\": \"a\"}\n{\"key\": \"b\"}\n");
    terminal.run("load", "one.ndjson");
    node.overwrite("default", "a", "else");

    assertThat(terminal.run("load", "one.ndjson", "--verify-only", "--json")).isEqualTo(1);
    assertThat(summary("verified", "mismatched", "acknowledged")).containsExactly(1L, 1L, 0L);
    assertThat(terminal.err()).startsWith("line 1: ").contains("has another value");
  }

  @Test
  void readingBackFromAnotherDcFindsWhatIsMissingThere() throws Exception {
    try (FakeNode other = new FakeNode()) {
      assertThat(load("{\"key\": \"a\"}\n", "--verify-url", other.url())).isEqualTo(1);
      assertThat(terminal.err()).isEqualTo("line 1: %s does not have it\n".formatted(other.url()));
      assertThat(terminal.out()).contains("acknowledged  1\n").contains("MISMATCHED    1\n");
    }
  }

  @Test
  void recordsOfOneKeyAreCountedAndEachIsFoundAmongTheSiblings() {
    String input = "{\"key\": \"a\", \"n\": 1}\n{\"key\": \"a\", \"n\": 2}\n";

    assertThat(load(input, "--verify", "--concurrency", "1", "--json")).isZero();
    assertThat(summary("duplicateKeys", "verified")).containsExactly(1L, 2L);
  }

  @Test
  void aWishToStopEndsWithTheSummarySoFar() {
    terminal.stop().raise();

    assertThat(load("{\"key\": \"a\"}\n")).isEqualTo(1);
    assertThat(terminal.out()).contains("STOPPED       before the end of the input");
  }

  @Test
  void wrongUsageIsToldBeforeAnythingIsRead() {
    assertThat(terminal.run("load", "x.dat")).isEqualTo(2);
    assertThat(terminal.err()).contains("--format ndjson, csv or tsv");
    assertThat(terminal.run("load", "absent.csv")).isEqualTo(2);
    assertThat(terminal.err()).contains("there is no file");
    assertThat(terminal.run("load", "-", "--format", "xml")).isEqualTo(2);
    assertThat(terminal.run("load", "-", "--format", "csv", "--concurrency", "0")).isEqualTo(2);
  }

  private int load(String ndjson, String... more) {
    String[] args = new String[4 + more.length];
    args[0] = "load";
    args[1] = "-";
    args[2] = "--format";
    args[3] = "ndjson";
    System.arraycopy(more, 0, args, 4, more.length);
    return terminal.in(ndjson).run(args);
  }

  private Long[] summary(String... fields) {
    JsonObject summary = new JsonObject(terminal.out());
    return Arrays.stream(fields).map(summary::getLong).toArray(Long[]::new);
  }

  private void file(String name, String text) throws Exception {
    Files.writeString(directory.resolve(name), text);
  }
}
