package io.atoll.cli.client;

import io.atoll.cli.terminal.Terminal;
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
      "With a context it deletes what that context saw; without one it deletes nothing that it has",
      "not seen, so values that are there stay. So read first.",
      "",
      "Examples:",
      "  atoll get cart --context-out ctx > /dev/null; atoll delete cart --context-file ctx",
      "",
      "Exit codes: 0 acknowledged, 1 failure, 2 wrong usage."
    })
public final class DeleteCommand implements Callable<Integer> {
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
      return write.finish(terminal, http.call(nodes.urls(terminal), call));
    }
  }
}
