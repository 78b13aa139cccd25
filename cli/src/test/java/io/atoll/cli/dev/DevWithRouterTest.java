package io.atoll.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.AtollCommand;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.StopSignal;
import io.atoll.cli.terminal.Terminal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A router before real nodes, as {@code atoll dev} starts it. */
class DevWithRouterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private final StopSignal stop = new StopSignal();
  private final CountDownLatch ready = new CountDownLatch(1);

  @Test
  void aClusterHasARouterThatServesItsApi() throws Exception {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String port = Integer.toString(FreePorts.basePort(2, 1));
    CompletableFuture<Integer> dev =
        CompletableFuture.supplyAsync(
            () ->
                AtollCommand.run(
                    terminal(err),
                    "dev",
                    "--dcs",
                    "2",
                    "--nodes",
                    "1",
                    "--data",
                    directory.toString(),
                    "--base-port",
                    port));
    dev.whenComplete((code, failure) -> ready.countDown());
    ready.await();
    assertThat(dev).withFailMessage(err::toString).isNotDone();
    JsonObject cluster = new JsonObject(Files.readString(directory.resolve("cluster.json")));
    String router = cluster.getString("router");
    assertThat(cluster.getLong("routerPid")).isEqualTo(ProcessHandle.current().pid());
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI key = URI.create(router + "/v1/kv/default/a%2Fb/c");
      HttpResponse<String> written =
          client.send(
              HttpRequest.newBuilder(key).PUT(BodyPublishers.ofString("one")).build(),
              BodyHandlers.ofString());
      assertThat(written.statusCode()).withFailMessage(written::body).isEqualTo(204);
      String context = written.headers().firstValue("Atoll-Context").orElseThrow();
      // A blind write stands beside the first: the answer of the node is multipart.
      client.send(
          HttpRequest.newBuilder(key).PUT(BodyPublishers.ofString("two")).build(),
          BodyHandlers.ofString());
      HttpResponse<String> both =
          client.send(
              HttpRequest.newBuilder(URI.create(key + "?r=all&min-context=" + context)).build(),
              BodyHandlers.ofString());
      assertThat(both.statusCode()).isEqualTo(300);
      assertThat(both.body()).contains("one", "two");
      assertThat(both.headers().firstValue("Atoll-Router").orElseThrow())
          .isEqualTo("dc=us, node=us-1, attempts=1");
      JsonArray nodes =
          new JsonObject(
                  client
                      .send(
                          HttpRequest.newBuilder(URI.create(router + "/v1/cluster")).build(),
                          BodyHandlers.ofString())
                      .body())
              .getJsonArray("nodes");
      assertThat(nodes).hasSize(2);
    } finally {
      stop.raise();
    }
    assertThat(dev.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
    assertThat(directory.resolve("cluster.json")).doesNotExist();
  }

  private Terminal terminal(OutputStream err) {
    PrintStream out =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            if (line.contains("Ctrl-C stops the cluster")) {
              ready.countDown();
            }
          }
        };
    return new Terminal(
        InputStream.nullInputStream(),
        out,
        new PrintStream(err, true, StandardCharsets.UTF_8),
        Map.of(),
        directory,
        false,
        false,
        () -> stop);
  }
}
