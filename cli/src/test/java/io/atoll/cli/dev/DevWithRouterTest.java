package io.atoll.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.terminal.ExitCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A router before real nodes, as {@code atoll dev} starts it. */
class DevWithRouterTest {
  @TempDir private Path directory;

  @Test
  void aClusterHasARouterThatServesItsApi() throws Exception {
    try (RunningDev dev = new RunningDev(directory, 2, 1);
        HttpClient client = HttpClient.newHttpClient()) {
      assertThat(dev.description().getLong("routerPid")).isEqualTo(ProcessHandle.current().pid());
      URI key = dev.router().resolve("/v1/kv/default/a%2Fb/c?timeout=30s");
      HttpResponse<String> written =
          client.send(
              HttpRequest.newBuilder(key).PUT(BodyPublishers.ofString("one")).build(),
              BodyHandlers.ofString());
      assertThat(written.statusCode()).withFailMessage(written::body).isEqualTo(204);
      String context = written.headers().firstValue("Atoll-Context").orElseThrow();
      // A blind write stands beside the first: the answer of the node is multipart.
      HttpResponse<String> beside =
          client.send(
              HttpRequest.newBuilder(key).PUT(BodyPublishers.ofString("two")).build(),
              BodyHandlers.ofString());
      assertThat(beside.statusCode()).withFailMessage(beside::body).isEqualTo(204);
      HttpResponse<String> both =
          client.send(
              HttpRequest.newBuilder(URI.create(key + "&r=all&min-context=" + context)).build(),
              BodyHandlers.ofString());
      assertThat(both.statusCode()).withFailMessage(both::body).isEqualTo(300);
      assertThat(both.body()).contains("one", "two");
      // Which DC is nearer, and whether its node answered at the first try, is the machine's.
      assertThat(both.headers().firstValue("Atoll-Router").orElseThrow())
          .matches("dc=(us|eu), node=\\1-1, attempts=[12]");
      JsonArray nodes =
          new JsonObject(
                  client
                      .send(
                          HttpRequest.newBuilder(dev.router().resolve("/v1/cluster")).build(),
                          BodyHandlers.ofString())
                      .body())
              .getJsonArray("nodes");
      assertThat(nodes).hasSize(2);
      assertThat(dev.stop()).isEqualTo(ExitCode.OK);
      assertThat(directory.resolve("cluster.json")).doesNotExist();
    }
  }
}
