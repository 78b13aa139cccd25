package io.atoll.cli.client;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.Terminal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a key. */
@Command(
    name = "get",
    description = "Read a key: its value as it is, to standard output.",
    footer = {
      "",
      "Concurrent values (siblings) are all printed, each under a line that describes it. To"
          + " settle",
      "them, write the right value with the context of this read.",
      "",
      "Examples:",
      "  atoll get greeting",
      "  atoll get -k photos cat.jpg > cat.jpg",
      "  atoll get cart --context-out ctx; atoll put cart '[\"tea\"]' --context-file ctx",
      "",
      "Exit codes: 0 one value, 1 failure, 2 wrong usage, 3 no value, 4 siblings."
    })
public final class GetCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private NodeOptions nodes;
  @Mixin private KeyOptions keys;

  @Parameters(paramLabel = "KEY", description = "The key, as UTF-8.")
  private String key;

  @Option(
      names = {"-r", "--read"},
      paramLabel = "LEVEL",
      description = "one, local_one, quorum, local_quorum, each_quorum, all, or a number.")
  private String level;

  @Option(
      names = "--min-context",
      paramLabel = "CONTEXT",
      description = "Answer at least what this context has seen.")
  private String minContext;

  @Option(
      names = "--context-out",
      paramLabel = "FILE",
      description =
          "Write the context there, for a put or delete that supersedes what was read, if"
              + " anything.")
  private Path contextOut;

  public GetCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Call call =
        keys.call(
            "GET",
            KeyOptions.bytes(key),
            List.of(
                new KeyOptions.Parameter("r", Levels.checked("-r", level)),
                new KeyOptions.Parameter("min-context", minContext)),
            Map.of("Accept", "application/json"),
            null);
    try (NodeHttp http = new NodeHttp(1)) {
      return show(http.call(nodes.urls(terminal), call));
    }
  }

  private int show(Answer answer) throws IOException {
    String context = answer.headers().get("Atoll-Context");
    // Of a key that was never written there is no context, and the file is empty: so a write with
    // it is one that has seen nothing.
    boolean read = answer.status() == 200 || answer.status() == 300 || answer.keyNotFound();
    if (contextOut != null && read) {
      Path file = terminal.resolve(contextOut);
      try {
        Files.writeString(file, context == null ? "" : context);
      } catch (IOException e) {
        throw new CommandFailure("--context-out %s cannot be written: %s".formatted(file, e));
      }
    }
    if (answer.status() == 200) {
      terminal.out().write(answer.body().getBytes());
      terminal.out().flush();
      return ExitCode.OK;
    }
    if (answer.status() == 300) {
      siblings(answer.json().getJsonArray("siblings"));
      return ExitCode.SIBLINGS;
    }
    if (answer.keyNotFound()) {
      throw new CommandFailure(ExitCode.NOT_FOUND, answer.reason());
    }
    throw answer.failure();
  }

  private void siblings(JsonArray siblings) throws IOException {
    for (int i = 0; i < siblings.size(); i++) {
      JsonObject sibling = siblings.getJsonObject(i);
      byte[] value = Answer.valueOf(sibling);
      terminal
          .out()
          .printf(
              "--- sibling %d of %d: %s, %d bytes, written as %s%n",
              i + 1,
              siblings.size(),
              sibling.getString("contentType"),
              value.length,
              sibling.getString("dot"));
      terminal.out().write(value);
      if (value.length > 0 && value[value.length - 1] != '\n') {
        terminal.out().println();
      }
    }
    terminal.out().flush();
    terminal
        .err()
        .println(
            "atoll get: %d concurrent values; to settle them: atoll get %s --context-out FILE, then atoll put %s VALUE --context-file FILE"
                .formatted(siblings.size(), key, key));
  }
}
