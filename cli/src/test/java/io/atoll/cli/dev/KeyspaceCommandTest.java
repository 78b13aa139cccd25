package io.atoll.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.TestTerminal;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code atoll keyspace} before a real node, through its router. */
class KeyspaceCommandTest {
  @TempDir private Path directory;
  private TestTerminal terminal;
  private RunningDev cluster;
  private String router;

  @BeforeEach
  void start() throws Exception {
    cluster = new RunningDev(directory, 1, 1);
    router = cluster.router().toString();
    terminal = new TestTerminal(directory).variable("ATOLL_URL", router);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void creationIsNotChangeAndChangeIsOfWhatIsNamed() throws Exception {
    assertThat(keyspace("create", "carts", "--conflicts", "lww", "--write", "all")).isZero();
    assertThat(terminal.out()).contains("keyspace carts created");
    JsonObject made = definition("carts");

    assertThat(keyspace("create", "carts")).isOne();
    assertThat(terminal.err()).contains("write is all and not quorum", "atoll keyspace set carts");
    assertThat(keyspace("create", "carts", "--conflicts", "lww", "--write", "all")).isOne();
    assertThat(terminal.err()).contains("exists already, as asked for");
    assertThat(keyspace("create", "carts", "--if-not-exists")).isZero();
    assertThat(terminal.out())
        .contains("carts exists and is not as asked for; nothing was changed");
    assertThat(definition("carts")).isEqualTo(made);

    assertThat(keyspace("set", "carts", "--read", "one")).isZero();
    assertThat(definition("carts")).isEqualTo(made.copy().put("read", "one"));
    assertThat(keyspace("set", "carts")).isEqualTo(2);
    assertThat(keyspace("set", "nothing", "--read", "one")).isOne();
    assertThat(terminal.err()).contains("there is no keyspace 'nothing'");
    assertThat(keyspace("set", "carts", "--read", "most")).isEqualTo(2);
    assertThat(keyspace("set", "carts", "--replication", "us=0")).isEqualTo(2);
    assertThat(keyspace("set", "carts", "--read-repair", "never")).isEqualTo(2);
    assertThat(terminal.err())
        .contains("readRepair=\"never\": must be \"background\" or \"blocking\"");
    assertThat(definition("carts")).isEqualTo(made.copy().put("read", "one"));
    assertThat(keyspace("set", "carts", "--read-repair", "blocking")).isZero();
    assertThat(definition("carts"))
        .isEqualTo(made.copy().put("read", "one").put("readRepair", "blocking"));
  }

  private int keyspace(String command, String name, String... options) {
    List<String> all = new ArrayList<>(List.of("keyspace", command, name));
    all.addAll(List.of(options));
    return terminal.run(all.toArray(String[]::new));
  }

  private JsonObject definition(String name) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return new JsonObject(
          client
              .send(
                  HttpRequest.newBuilder(URI.create(router + "/v1/keyspaces/" + name)).build(),
                  BodyHandlers.ofString())
              .body());
    }
  }
}
