package io.atoll.cli.client;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.Terminal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes a key. */
@Command(
    name = "delete",
    description = "Delete a key.",
    footer = {
      "",
      "With a context it deletes what that context saw. Without one it has seen nothing, so values",
      "that are there stay, unless in a keyspace where the last writer wins. So read first. What"
          + " is",
      "left is counted by a read afterwards, and told.",
      "",
      "Examples:",
      "  atoll get cart --context-out ctx > /dev/null; atoll delete cart --context-file ctx",
      "",
      "Exit codes: 0 acknowledged, 1 failure, 2 wrong usage, 4 acknowledged, and values are left."
    })
public final class DeleteCommand implements Callable<Integer> {
  /** Of a context that fits into a query; the read may see less without it. */
  private static final int MAX_CONTEXT_CHARS = 2_000;

  private final Terminal terminal;
  @Mixin private NodeOptions nodes;
  @Mixin private KeyOptions keys;
  @Mixin private WriteOptions write;

  @Parameters(paramLabel = "KEY", description = "The key, as UTF-8.")
  private String key;

  public DeleteCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Call call =
        keys.call(
            "DELETE", KeyOptions.bytes(key), write.parameters(), write.headers(terminal), null);
    try (NodeHttp http = new NodeHttp(1)) {
      Answer deleted = http.call(nodes.urls(terminal), call);
      write.finish(terminal, deleted);
      return told(valuesLeft(http, deleted.headers().get("Atoll-Context")));
    }
  }

  /**
   * How many values a read finds that has seen the delete; -1 when it finds nothing out. The answer
   * to a delete cannot tell: the node that took it may have had fewer than others.
   */
  private int valuesLeft(NodeHttp http, String context) {
    boolean fits = context != null && context.length() <= MAX_CONTEXT_CHARS;
    Call read =
        keys.call(
            "GET",
            KeyOptions.bytes(key),
            List.of(new KeyOptions.Parameter("min-context", fits ? context : null)),
            Map.of("Accept", "application/json"),
            null);
    Answer answer;
    try {
      answer = http.call(nodes.urls(terminal), read);
    } catch (CommandFailure failure) {
      return -1;
    }
    return switch (answer.status()) {
      case 200 -> 1;
      case 300 -> answer.json().getJsonArray("siblings").size();
      case 404 -> 0;
      default -> -1;
    };
  }

  private int told(int left) {
    if (left < 0) {
      terminal
          .err()
          .println(
              "atoll delete: acknowledged; whether a value is left that it had not seen could not"
                  + " be read");
      return ExitCode.OK;
    }
    if (left == 0) {
      return ExitCode.OK;
    }
    terminal
        .err()
        .println(
            "atoll delete: acknowledged, and %s that it had not seen %s still there; to delete %s: atoll get %s --context-out FILE, then atoll delete %s --context-file FILE"
                .formatted(
                    left == 1 ? "1 value" : left + " values",
                    left == 1 ? "is" : "are",
                    left == 1 ? "it" : "them",
                    key,
                    key));
    return ExitCode.SIBLINGS;
  }
}
