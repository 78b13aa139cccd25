package io.atoll.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.TestTerminal;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.client.AtollClient;
import io.atoll.client.Consistency;
import io.atoll.client.Entry;
import io.atoll.client.Keyspace;
import io.atoll.client.ReadOptions;
import io.atoll.client.WriteOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nine nodes each take a value of 1 MiB for one key at once, so none knows the others' and all say
 * 204; together they fit no frame between nodes. Every door shows them all, and one write with
 * their context takes their place.
 */
@Tag("slow")
class LargeSiblingsTest {
  private static final int NODES = 9;
  private static final int VALUE_BYTES = 1 << 20;
  private static final int ATTEMPTS = 20;

  @TempDir private Path directory;
  private RunningDev cluster;
  private int keys;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws Exception {
    cluster = new RunningDev(directory.resolve("dev"), 3, 3);
  }

  @AfterEach
  void stop() {
    http.close();
    cluster.close();
  }

  private static byte[] value(int node) {
    byte[] value = new byte[VALUE_BYTES];
    Arrays.fill(value, (byte) ('a' + node));
    return value;
  }

  /**
   * One request per node, each without its last byte; then the last bytes, one behind the other.
   */
  private List<Integer> putAtOnce(String key) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    List<Integer> statuses = new ArrayList<>();
    try {
      for (int node = 0; node < NODES; node++) {
        URI place = cluster.node(node);
        Socket socket = new Socket(place.getHost(), place.getPort());
        sockets.add(socket);
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
        String head =
            "PUT /v1/kv/default/%s?w=one&timeout=30s HTTP/1.1\r\nHost: n\r\nContent-Length: %d\r\n\r\n"
                .formatted(key, VALUE_BYTES);
        OutputStream out = socket.getOutputStream();
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(value(node), 0, VALUE_BYTES - 1);
        out.flush();
      }
      for (int node = 0; node < NODES; node++) {
        sockets.get(node).getOutputStream().write('a' + node);
      }
      for (Socket socket : sockets) {
        byte[] line = socket.getInputStream().readNBytes(12);
        statuses.add(Integer.parseInt(new String(line, 9, 3, StandardCharsets.US_ASCII)));
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    return statuses;
  }

  /** A key of which every node took its own value. */
  private String contestedKey() throws IOException {
    List<List<Integer>> attempts = new ArrayList<>();
    for (int i = 0; i < ATTEMPTS; i++) {
      String key = "key" + keys++;
      List<Integer> statuses = putAtOnce(key);
      attempts.add(statuses);
      if (statuses.stream().allMatch(status -> status == 204)) {
        return key;
      }
    }
    throw new AssertionError("some node knew too much each time: " + attempts);
  }

  private HttpResponse<String> get(URI door, String key, String query, String accept)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(door.resolve("/v1/kv/default/" + key + query))
            .header("Accept", accept)
            .timeout(Duration.ofSeconds(60))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
  }

  @Test
  void everyDoorShowsThemAllAndOneWriteTakesTheirPlace() throws Exception {
    String key = contestedKey();
    HttpResponse<String> all = get(cluster.node(0), key, "?r=all&timeout=30s", "multipart/mixed");
    assertThat(all.statusCode()).as(all.statusCode() == 300 ? "" : all.body()).isEqualTo(300);
    assertThat(all.body()).hasSizeGreaterThan(NODES * VALUE_BYTES);
    for (int node = 0; node < NODES; node++) {
      HttpResponse<String> read = get(cluster.node(node), key, "?timeout=30s", "application/json");
      assertThat(read.statusCode()).isEqualTo(300);
      JsonArray siblings = new JsonObject(read.body()).getJsonArray("siblings");
      assertThat(siblings).hasSize(NODES);
    }
    assertThat(get(cluster.router(), key, "?r=each_quorum&timeout=30s", "*/*").statusCode())
        .isEqualTo(300);

    readByTheSdk(key);
    resolveByTheCommandLine(key);
    for (int node = 0; node < NODES; node++) {
      assertThat(get(cluster.node(node), key, "?r=one&timeout=30s", "*/*").body())
          .isEqualTo("settled");
    }
  }

  private void readByTheSdk(String key) throws Exception {
    String place = cluster.description().getJsonArray("nodes").getJsonObject(4).getString("client");
    try (AtollClient client =
        AtollClient.builder()
            .contactPoint(place)
            .requestTimeout(Duration.ofSeconds(30))
            .connect()
            .toCompletableFuture()
            .join()) {
      Keyspace<byte[], byte[]> keyspace = client.keyspace("default");
      byte[] name = key.getBytes(StandardCharsets.UTF_8);
      Entry<byte[]> entry =
          keyspace.get(name, ReadOptions.at(Consistency.ALL)).toCompletableFuture().join();
      assertThat(entry.siblings()).hasSize(NODES);
      for (int node = 0; node < NODES; node++) {
        byte[] value = value(node);
        assertThat(entry.siblings()).anyMatch(sibling -> Arrays.equals(sibling.value(), value));
      }
      keyspace
          .put(name, value(20), WriteOptions.replacing(entry.context()))
          .toCompletableFuture()
          .join();
      assertThat(keyspace.get(name).toCompletableFuture().join().siblings()).hasSize(1);
    }
  }

  private void resolveByTheCommandLine(String before) throws Exception {
    TestTerminal terminal =
        new TestTerminal(directory).variable("ATOLL_URL", cluster.node(8).toString());
    assertThat(terminal.run("get", before, "--timeout", "30000"))
        .as(terminal.err())
        .isEqualTo(ExitCode.OK);
    String key = contestedKey();
    assertThat(get(cluster.node(2), key, "?r=all&timeout=30s", "multipart/mixed").statusCode())
        .isEqualTo(300);
    assertThat(
            terminal.run("get", key, "-r", "all", "--timeout", "30000", "--context-out", "context"))
        .as(terminal.err())
        .isEqualTo(ExitCode.SIBLINGS);
    assertThat(terminal.out()).hasSizeGreaterThan(NODES * VALUE_BYTES);
    assertThat(terminal.out()).contains("--- sibling 9 of 9");
    assertThat(Files.size(directory.resolve("context"))).isPositive();
    for (String each : List.of(before, key)) {
      assertThat(terminal.run("get", each, "--timeout", "30000", "--context-out", "context"))
          .isIn(ExitCode.OK, ExitCode.SIBLINGS);
      assertThat(
              terminal.run(
                  "put",
                  each,
                  "settled",
                  "--context-file",
                  "context",
                  "-w",
                  "all",
                  "--timeout",
                  "30000"))
          .as(terminal.err())
          .isEqualTo(ExitCode.OK);
    }
  }
}
