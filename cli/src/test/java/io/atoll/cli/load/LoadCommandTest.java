package io.atoll.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.FakeNode;
import io.atoll.cli.TestTerminal;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
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
  void aLevelThatNoNodeCanMeetIsWrongUsage() {
    node.problem(400, "impossible-level", "w=9: must be 1 to 3");

    assertThat(load("{\"key\": \"a\"}\n{\"key\": \"b\"}\n", "-w", "9", "--concurrency", "1"))
        .isEqualTo(2);
    assertThat(terminal.err()).isEqualTo("line 1: w=9: must be 1 to 3 (400)\n");
  }

  @Test
  void whatAnInputHoldsIsShownShortAndWithoutWhatATerminalObeys() {
    String name = "\\u001b[2J" + "x".repeat(100_000);

    assertThat(load("{\"" + name + "\": 1}\n")).isEqualTo(1);
    assertThat(terminal.err()).contains("the record has ?[2Jxxx").hasSizeLessThan(600);
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
  void ofTheRecordsOfOneKeyTheLastReplacesTheOthers() {
    StringBuilder input = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      input.append("{\"key\": \"k").append(i % 20).append("\", \"n\": ").append(i).append("}\n");
    }
    node.problem(503, "not-enough-answers", "1 of 2 answered").problem(503, "overloaded", "busy");

    assertThat(load(input.toString(), "--replace", "--verify", "--json")).isZero();
    assertThat(summary("acknowledged", "verified", "duplicateKeys"))
        .containsExactly(300L, 300L, 280L);
    for (int i = 0; i < 20; i++) {
      assertThat(node.values("default", "k" + i)).hasSize(1);
      assertThat(node.values("default", "k" + i).getFirst().bytes())
          .asString()
          .isEqualTo("{\"key\": \"k%d\", \"n\": %d}", i, 280 + i);
    }
  }

  @Test
  void aWishToStopEndsWithTheSummarySoFar() throws Exception {
    file("a.ndjson", "{\"key\": \"a\"}\n");
    terminal.stop().raise();

    assertThat(terminal.run("load", "a.ndjson")).isEqualTo(1);
    assertThat(terminal.out())
        .contains("STOPPED       before line 1: 13 B of the input not read\n")
        .contains("to go on      the same command with --from-line 1\n");
  }

  @Test
  void aLoadThatWaitsForItsInputEndsWhenItIsToStop() throws Exception {
    try (PipedOutputStream silent = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(silent)) {
      CompletableFuture<Integer> exit =
          CompletableFuture.supplyAsync(
              () -> terminal.in(in).run("load", "-", "--format", "ndjson"));
      terminal.stop().raise();

      assertThat(exit.get()).isEqualTo(1);
      assertThat(terminal.out())
          .contains("STOPPED       before line 1: the rest of the input not read");
    }
  }

  @Test
  void aLoadThatWasStoppedGoesOnWithoutLossAndTwins() {
    StringBuilder input = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      input.append("{\"key\": ").append(i).append("}\n");
    }
    byte[] bytes = input.toString().getBytes(StandardCharsets.UTF_8);
    InputStream first =
        new SequenceInputStream(
            new ByteArrayInputStream(bytes, 0, bytes.length / 2),
            new InputStream() {
              @Override
              public int read() {
                terminal.stop().raise();
                return -1;
              }
            });
    assertThat(terminal.in(first).run("load", "-", "--format", "ndjson", "--json")).isEqualTo(1);
    assertThat(node.size()).isLessThan(400);

    String[] goOn = new JsonObject(terminal.out()).getString("goOn").split(" ", -1);
    TestTerminal again = new TestTerminal(directory).variable("ATOLL_URL", node.url());
    String[] args =
        Stream.concat(Stream.of("load", "-", "--format", "ndjson"), Stream.of(goOn))
            .toArray(String[]::new);
    assertThat(again.in(input.toString()).run(args)).isZero();
    assertThat(node.size()).isEqualTo(400);
    for (int i = 0; i < 400; i++) {
      assertThat(node.values("default", Integer.toString(i))).hasSize(1);
    }
  }

  @Test
  void whatFailedIsLoadedByASecondRunThatWritesNothingTwice() throws Exception {
    file("some.csv", "key,v\na,1\nb,2\nc,3\nd,4\n");
    node.problem(409, "too-many-siblings", "read first");
    String[] load = {"load", "some.csv", "--value-field", "v", "--concurrency", "1", "--json"};
    assertThat(terminal.run(load)).isEqualTo(1);
    JsonObject summary = new JsonObject(terminal.out());
    assertThat(summary.getBoolean("complete")).isTrue();
    assertThat(summary.getString("goOn")).isEqualTo("--from-line 2 --skip-present");

    String[] again = Arrays.copyOf(load, load.length + 3);
    again[load.length] = "--from-line";
    again[load.length + 1] = "2";
    again[load.length + 2] = "--skip-present";
    assertThat(terminal.run(again)).isZero();
    assertThat(summary("records", "acknowledged", "present")).containsExactly(4L, 1L, 3L);
    assertThat(new JsonObject(terminal.out()).getString("goOn")).isNull();
    for (String key : List.of("a", "b", "c", "d")) {
      assertThat(node.values("default", key)).hasSize(1);
    }
  }

  @Test
  void linesBeforeTheFirstToLoadArePassedOver() throws Exception {
    file("some.csv", "key,v\na,1,x\n\"b\nb\",2\nc,3\n");

    assertThat(terminal.run("load", "some.csv", "--from-line", "5", "--json")).isZero();
    assertThat(node.requests).containsExactly("PUT /v1/kv/default/c");
    assertThat(summary("records", "inputMistakes")).containsExactly(1L, 0L);
    assertThat(terminal.run("load", "some.csv", "--from-line", "0")).isEqualTo(2);
  }

  @Test
  void whatWasLeftUnreadIsCounted() throws Exception {
    Files.write(directory.resolve("wide.csv"), "key,v\na,1\n".getBytes(StandardCharsets.UTF_16LE));

    assertThat(terminal.run("load", "wide.csv")).isEqualTo(1);
    assertThat(terminal.err()).startsWith("line 1: the input is UTF-16 and must be UTF-8");
    assertThat(terminal.out()).contains("before line 1: 20 B of the input not read");
  }

  @Test
  void optionsOfOtherFormatsAreRefused() {
    for (String option : List.of("--delimiter=;", "--tsv-escapes", "--fill-missing")) {
      assertThat(terminal.run("load", "-", "--format", "ndjson", option)).isEqualTo(2);
      assertThat(terminal.err()).contains("and the format is ndjson");
    }
    assertThat(terminal.run("load", "-", "--format", "csv", "--delimiter", "ab")).isEqualTo(2);
    assertThat(terminal.err()).contains("--delimiter 'ab': must be one character");
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
