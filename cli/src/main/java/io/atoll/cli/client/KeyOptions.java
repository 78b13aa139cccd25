package io.atoll.cli.client;

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
      paramLabel = "MS",
      description = "How long the node may try, in milliseconds; default: as the node has it.")
  private Long timeoutMs;

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
    if (timeoutMs != null) {
      query.add("timeout=" + timeoutMs);
    }
    String path = Call.keyPath(keyspace, key);
    long deadlineMs =
        timeoutMs == null ? Call.DEFAULT_DEADLINE_MS : Math.max(1, timeoutMs) + GRACE_MS;
    return new Call(
        method,
        query.isEmpty() ? path : path + "?" + String.join("&", query),
        headers,
        body,
        deadlineMs);
  }

  static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  /** A query parameter; left out when its value is null. */
  public record Parameter(String name, String value) {}
}
