package io.atoll.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.client.AtollClient;
import io.atoll.client.Consistency;
import io.atoll.client.Context;
import io.atoll.client.Entry;
import io.atoll.client.Keyspace;
import io.atoll.client.Sibling;
import io.atoll.client.WriteOptions;
import io.atoll.client.codec.Codec;
import io.atoll.client.failure.UnknownKeyspace;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is written by the client is read by HTTP and the other way round, contexts included. */
@ExtendWith(RunningCluster.Extension.class)
class BothApisTest {
  private static final String KEYS = "http://127.0.0.1:7400/v1/kv/default/both/";

  private final HttpClient http = HttpClient.newHttpClient();
  private AtollClient client;
  private Keyspace<String, String> texts;

  @BeforeEach
  void connect(RunningCluster cluster) throws Exception {
    client = await(AtollClient.builder().contactPoint(cluster.here("127.0.0.1:7503")).connect());
    texts = client.keyspace("default", Codec.utf8(), Codec.utf8());
  }

  @AfterEach
  void close() throws Exception {
    await(client.closeAsync());
    http.close();
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private HttpResponse<String> send(RunningCluster cluster, String path, HttpRequest.Builder how)
      throws Exception {
    return http.send(
        how.uri(URI.create(cluster.here(KEYS) + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void theContextOfOneIsAContextOfTheOther(RunningCluster cluster) throws Exception {
    String context =
        await(texts.put("both/a", "by the client", WriteOptions.at(Consistency.ONE)))
            .context()
            .toText();
    HttpResponse<String> read =
        send(cluster, "a?r=one&min-context=" + context, HttpRequest.newBuilder().GET());
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body()).isEqualTo("by the client");
    assertThat(read.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");

    HttpResponse<String> put =
        send(
            cluster,
            "a",
            HttpRequest.newBuilder()
                .header("Atoll-Context", context)
                .PUT(HttpRequest.BodyPublishers.ofString("by HTTP")));
    assertThat(put.statusCode()).isEqualTo(204);
    Context written = Context.fromText(put.headers().firstValue("atoll-context").orElseThrow());
    await(texts.put("both/a", "by the client again", WriteOptions.replacing(written)));
    Entry<String> last = await(texts.get("both/a"));
    assertThat(last.siblings()).extracting(Sibling::value).containsExactly("by the client again");
    HttpResponse<String> delete =
        send(
            cluster,
            "a",
            HttpRequest.newBuilder().header("Atoll-Context", last.context().toText()).DELETE());
    assertThat(delete.statusCode()).isEqualTo(204);
    assertThat(await(texts.get("both/a")).isDeleted()).isTrue();
  }

  @Test
  void whatTheClusterRefusesHasItsType() throws Exception {
    assertThat(await(texts.get("both/b")).isAbsent()).isTrue();
    CompletionStage<?> refused = client.keyspace("nowhere").get(new byte[] {1});
    assertThat(refused.toCompletableFuture())
        .failsWithin(30, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(UnknownKeyspace.class);
  }
}
