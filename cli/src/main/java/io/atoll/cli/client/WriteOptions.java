package io.atoll.cli.client;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What put and delete have in common: a mixin. */
final class WriteOptions {
  @Option(
      names = {"-w", "--write"},
      paramLabel = "LEVEL",
      description = "one, local_one, quorum, local_quorum, each_quorum, all, or a number.")
  private String level;

  @ArgGroup private Context context = new Context();

  @Option(
      names = "--context-out",
      paramLabel = "FILE",
      description = "Write the new context there, for a next write that supersedes this one.")
  private Path contextOut;

  /** What the writer had seen: given as text or in a file. */
  private static final class Context {
    @Option(
        names = "--context",
        paramLabel = "CONTEXT",
        description =
            "Supersede what the read of this key saw that gave this context; else it is"
                + " concurrent.")
    private String text;

    @Option(
        names = "--context-file",
        paramLabel = "FILE",
        description = "The same, from a file that --context-out wrote.")
    private Path file;
  }

  List<KeyOptions.Parameter> parameters() {
    return List.of(new KeyOptions.Parameter("w", Levels.checked("-w", level)));
  }

  Map<String, String> headers(Terminal terminal) {
    Map<String, String> headers = new LinkedHashMap<>();
    String text = context.text;
    if (context.file != null) {
      Path file = terminal.resolve(context.file);
      try {
        text = Files.readString(file).strip();
      } catch (IOException e) {
        throw new CommandFailure(
            ExitCode.USAGE, "--context-file %s cannot be read: %s".formatted(file, e));
      }
    }
    if (text != null && !text.isEmpty()) {
      headers.put("Atoll-Context", text);
    }
    return headers;
  }

  /** Ends a write: success is silent, as is usual for commands. */
  void finish(Terminal terminal, Answer answer) {
    if (!answer.isOk()) {
      throw answer.failure();
    }
    if (contextOut != null) {
      Path file = terminal.resolve(contextOut);
      String newContext = answer.headers().get("Atoll-Context");
      try {
        Files.writeString(file, newContext == null ? "" : newContext);
      } catch (IOException e) {
        throw new CommandFailure(
            "the write succeeded, yet --context-out %s cannot be written: %s".formatted(file, e));
      }
    }
  }
}
