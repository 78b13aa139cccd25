package io.atoll.cli.client;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.Terminal;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a key. */
@Command(
    name = "put",
    description = "Write a key: from the command line, a file, or standard input.",
    footer = {
      "",
      "Without a context the write is concurrent with what is there, which then becomes a sibling.",
      "Behind -- a key or value may begin with a dash.",
      "",
      "Examples:",
      "  atoll put greeting hello",
      "  atoll put -k photos cat.jpg --file cat.jpg --content-type image/jpeg",
      "  date | atoll put now -w each_quorum",
      "  atoll put -- -key -5",
      "",
      "Exit codes: 0 acknowledged, 1 failure (the message says whether it may still take effect),",
      "2 wrong usage."
    })
public final class PutCommand implements Callable<Integer> {
  /** No node can be configured to take more, so that an input without end fills no memory. */
  private static final int MAX_BYTES = 16 << 20;

  private final Terminal terminal;
  @Mixin private NodeOptions nodes;
  @Mixin private KeyOptions keys;
  @Mixin private WriteOptions write;

  @Parameters(index = "0", paramLabel = "KEY", description = "The key, as UTF-8.")
  private String key;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VALUE",
      description = "The value, as UTF-8; without it and --file: standard input.")
  private String value;

  @Option(names = "--file", paramLabel = "FILE", description = "Take the value from a file.")
  private Path file;

  @Option(
      names = "--content-type",
      paramLabel = "TYPE",
      description = "The media type to keep with the value.")
  private String contentType;

  public PutCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (value != null && file != null) {
      throw new CommandFailure(ExitCode.USAGE, "VALUE and --file are both given: keep one");
    }
    Map<String, String> headers = write.headers(terminal);
    if (contentType != null) {
      headers.put("Content-Type", contentType);
    } else if (value != null) {
      headers.put("Content-Type", "text/plain; charset=utf-8");
    }
    Call call =
        keys.call(
            "PUT", KeyOptions.bytes(key), write.parameters(), headers, Buffer.buffer(content()));
    try (NodeHttp http = new NodeHttp(1)) {
      write.finish(terminal, http.call(nodes.urls(terminal), call));
      return ExitCode.OK;
    }
  }

  private byte[] content() {
    if (value != null) {
      return value.getBytes(StandardCharsets.UTF_8);
    }
    try (InputStream in =
        file == null ? terminal.in() : Files.newInputStream(terminal.resolve(file))) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "%s has more than %d MiB, which no node takes"
                .formatted(file == null ? "standard input" : "--file " + file, MAX_BYTES >> 20));
      }
      return content;
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "%s cannot be read: %s".formatted(file == null ? "standard input" : "--file " + file, e));
    }
  }
}
