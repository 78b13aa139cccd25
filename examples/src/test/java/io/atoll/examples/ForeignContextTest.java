package io.atoll.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.AtollCommand;
import io.atoll.cli.terminal.StopSignal;
import io.atoll.cli.terminal.Terminal;
import io.atoll.client.AtollClient;
import io.atoll.client.Context;
import io.atoll.client.Keyspace;
import io.atoll.client.ReadOptions;
import io.atoll.client.Session;
import io.atoll.client.WriteOptions;
import io.atoll.client.codec.Codec;
import io.atoll.client.failure.InvalidRequest;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A context that is sent where it does not belong removes nothing: by HTTP, by the client, by the
 * command line, through any node.
 */
@ExtendWith(RunningCluster.Extension.class)
class ForeignContextTest {
  private static final String NODE = "http://127.0.0.1:7400/";
  private static final String FAR_NODE = "http://127.0.0.1:7610/";
  private static final String WHY =
      "the context was made for another key, for a keyspace of that name before it was made again,"
          + " or by another cluster, or it is damaged: read the key again, which gives a good one";

  private final HttpClient http = HttpClient.newHttpClient();
  private RunningCluster cluster;

  @BeforeEach
  void enter(RunningCluster given) {
    cluster = given;
  }

  @AfterEach
  void close() {
    http.close();
  }

  private HttpResponse<String> send(String at, HttpRequest.Builder how) throws Exception {
    return http.send(
        how.uri(URI.create(cluster.here(at))).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String at) throws Exception {
    return send(at, HttpRequest.newBuilder().GET());
  }

  private HttpResponse<String> put(String at, String value, String... headers) throws Exception {
    HttpRequest.Builder how = HttpRequest.newBuilder();
    if (headers.length > 0) {
      how.headers(headers);
    }
    return send(at, how.PUT(HttpRequest.BodyPublishers.ofString(value)));
  }

  private static String context(HttpResponse<?> answer) {
    return answer.headers().firstValue("atoll-context").orElseThrow();
  }

  private static void refused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("urn:atoll:error:malformed-context", WHY);
  }

  @Test
  void theContextOfAnotherKeyRemovesNothingByHttp() throws Exception {
    String keys = "v1/kv/default/foreign/http/";
    String one = context(put(NODE + keys + "doc1?w=all", "one"));
    assertThat(put(NODE + keys + "doc2?w=all", "theirs").statusCode()).isEqualTo(204);
    for (String node : new String[] {NODE, FAR_NODE}) {
      refused(put(node + keys + "doc2", "mine", "Atoll-Context", one));
      refused(
          send(
              node + keys + "doc2",
              HttpRequest.newBuilder().header("Atoll-Context", one).DELETE()));
      refused(get(node + keys + "doc2?min-context=" + one));
    }
    assertThat(get(NODE + keys + "doc2?r=all").body()).isEqualTo("theirs");
    assertThat(put(FAR_NODE + keys + "doc1", "mine", "Atoll-Context", one).statusCode())
        .as("with its own key it is good at every node")
        .isEqualTo(204);
    assertThat(get(FAR_NODE + keys + "doc1?r=all").body()).isEqualTo("mine");
  }

  @Test
  void theContextOfAKeyspaceBeforeItWasMadeAgainRemovesNothing() throws Exception {
    String keyspace = NODE + "v1/keyspaces/reborn";
    String key = "v1/kv/reborn/k";
    assertThat(put(keyspace, "{}").statusCode()).isLessThan(300);
    String before = context(put(NODE + key + "?w=all", "before"));
    assertThat(send(keyspace, HttpRequest.newBuilder().DELETE()).statusCode()).isLessThan(300);
    assertThat(put(NODE + key, "nowhere", "Atoll-Context", before).statusCode()).isEqualTo(404);
    assertThat(put(keyspace, "{}").statusCode()).isLessThan(300);
    assertThat(put(NODE + key + "?w=all", "theirs").statusCode()).isEqualTo(204);
    for (String node : new String[] {NODE, FAR_NODE}) {
      refused(put(node + key, "mine", "Atoll-Context", before));
      refused(get(node + key + "?min-context=" + before));
    }
    assertThat(get(FAR_NODE + key + "?r=all").body()).isEqualTo("theirs");
    assertThat(send(keyspace, HttpRequest.newBuilder().DELETE()).statusCode()).isLessThan(300);
  }

  /** A 404 of a deleted key has a context too, which stands for the delete of this key alone. */
  @Test
  void theContextOfADeletedKeyIsBoundLikeAnyOther() throws Exception {
    String keys = NODE + "v1/kv/default/foreign/deleted/";
    String value = context(put(keys + "a", "x"));
    send(keys + "a", HttpRequest.newBuilder().header("Atoll-Context", value).DELETE());
    HttpResponse<String> gone = get(keys + "a");
    assertThat(gone.statusCode()).isEqualTo(404);
    refused(put(keys + "b", "mine", "Atoll-Context", context(gone)));
    assertThat(put(keys + "a", "again", "Atoll-Context", context(gone)).statusCode())
        .isEqualTo(204);
    assertThat(get(keys + "a").body()).isEqualTo("again");
    assertThat(get(keys + "never").headers().firstValue("atoll-context")).isEmpty();
  }

  @Test
  void theContextOfAnotherKeyRemovesNothingByTheClient() throws Exception {
    AtollClient client =
        await(AtollClient.builder().contactPoint(cluster.here("127.0.0.1:7503")).connect());
    Keyspace<String, String> texts = client.keyspace("default", Codec.utf8(), Codec.utf8());
    Context one = await(texts.put("foreign/sdk/doc1", "one")).context();
    await(texts.put("foreign/sdk/doc2", "theirs"));
    refused(texts.put("foreign/sdk/doc2", "mine", WriteOptions.replacing(one)));
    refused(texts.delete("foreign/sdk/doc2", WriteOptions.replacing(one)));
    refused(texts.get("foreign/sdk/doc2", ReadOptions.DEFAULT.withMinContext(one)));
    assertThat(await(texts.get("foreign/sdk/doc2")).value()).contains("theirs");
    await(client.closeAsync());
  }

  /** A session remembers keys by the keyspace's name; what it remembers is refused, not obeyed. */
  @Test
  void aSessionOfAKeyspaceThatWasMadeAgainGoesOnWhenItForgetsTheKey() throws Exception {
    String definition = NODE + "v1/keyspaces/again";
    assertThat(put(definition, "{}").statusCode()).isLessThan(300);
    AtollClient client =
        await(AtollClient.builder().contactPoint(cluster.here("127.0.0.1:7503")).connect());
    Session session = Session.start();
    Keyspace<String, String> texts =
        client.keyspace("again", Codec.utf8(), Codec.utf8()).in(session);
    await(texts.put("k", "before"));
    assertThat(send(definition, HttpRequest.newBuilder().DELETE()).statusCode()).isLessThan(300);
    assertThat(put(definition, "{}").statusCode()).isLessThan(300);
    assertThat(put(NODE + "v1/kv/again/k?w=all", "theirs").statusCode()).isEqualTo(204);
    refused(texts.get("k"));
    session.forget(texts, "k");
    assertThat(await(texts.get("k")).value()).contains("theirs");
    await(client.closeAsync());
    assertThat(send(definition, HttpRequest.newBuilder().DELETE()).statusCode()).isLessThan(300);
  }

  @Test
  void theContextOfAnotherKeyRemovesNothingByTheCommandLine(@TempDir Path directory)
      throws Exception {
    assertThat(atoll(directory, "put", "foreign-doc1", "one")).isEmpty();
    assertThat(atoll(directory, "get", "foreign-doc1", "--context-out", "c")).isEmpty();
    assertThat(atoll(directory, "put", "foreign-doc2", "theirs")).isEmpty();
    assertThat(atoll(directory, "put", "foreign-doc2", "mine", "--context-file", "c"))
        .contains(WHY)
        .hasLineCount(1);
    assertThat(atoll(directory, "delete", "foreign-doc2", "--context-file", "c")).contains(WHY);
    assertThat(get(NODE + "v1/kv/default/foreign-doc2?r=all").body()).isEqualTo("theirs");
    assertThat(atoll(directory, "put", "foreign-doc1", "two", "--context-file", "c")).isEmpty();
  }

  /** What a command says on its error output; nothing, and exit code 0, when it succeeds. */
  private String atoll(Path directory, String... command) {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            Map.of("ATOLL_URL", cluster.here("http://127.0.0.1:7400")),
            directory,
            false,
            false,
            StopSignal::new);
    int exit = AtollCommand.run(terminal, command);
    String said = errors.toString(StandardCharsets.UTF_8);
    assertThat(exit == 0).as(said).isEqualTo(said.isEmpty());
    return said;
  }

  private static void refused(CompletionStage<?> call) {
    assertThat(call.toCompletableFuture())
        .failsWithin(30, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(InvalidRequest.class)
        .withMessageContaining(WHY);
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
