package io.atoll.cli.client;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.wire.TimeoutText;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What all calls on keys have in common: a mixin. */
public final class KeyOptions {
  /** A node's own bound on a request's time; the client waits a little longer. */
  private static final long GRACE_MS = 5_000;

  @Option(
      names = {"-k", "--keyspace"},
      paramLabel = "NAME",
      defaultValue = "default",
      description = "The keyspace; default: default.")
  private String keyspace;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long the node may try, such as 500ms or 2s; default: as the node has it.")
  private String timeout;

  public String keyspace() {
    return keyspace;
  }

  /**
   * A call on a key.
   *
   * @param parameters further query parameters; those with a null value are left out
   */
  public Call call(
      String method,
      byte[] key,
      List<Parameter> parameters,
      Map<String, String> headers,
      Buffer body) {
    List<String> query = new ArrayList<>();
    for (Parameter parameter : parameters) {
      if (parameter.value() != null) {
        query.add(parameter.name() + "=" + Call.encode(parameter.value()));
      }
    }
    if (timeout != null) {
      query.add("timeout=" + timeoutMs());
    }
    String path = Call.keyPath(keyspace, key);
    long deadlineMs = timeout == null ? Call.DEFAULT_DEADLINE_MS : timeoutMs() + GRACE_MS;
    return new Call(
        method,
        query.isEmpty() ? path : path + "?" + String.join("&", query),
        headers,
        body,
        deadlineMs);
  }

  private long timeoutMs() {
    long ms = TimeoutText.milliseconds(timeout);
    if (ms < 1) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--timeout '%s': must be 1 millisecond or more, %s"
              .formatted(timeout, TimeoutText.EXAMPLES));
    }
    return ms;
  }

  static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  /** A query parameter; left out when its value is null. */
  public record Parameter(String name, String value) {}
}
