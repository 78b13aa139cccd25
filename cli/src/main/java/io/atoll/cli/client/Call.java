package io.atoll.cli.client;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One HTTP request, wherever it is sent.
 *
 * @param path with its query, percent-encoded
 * @param body null for none
 */
public record Call(
    String method, String path, Map<String, String> headers, Buffer body, long deadlineMs) {
  /** How long a call may take when nobody says; longer than a node's own default. */
  public static final long DEFAULT_DEADLINE_MS = 30_000;

  /** A plain read. */
  public static Call get(String path) {
    return new Call("GET", path, Map.of(), null, DEFAULT_DEADLINE_MS);
  }

  /** The same, that may take so long. */
  Call within(long ms) {
    return new Call(method, path, headers, body, ms);
  }

  /** What to add, for its user, where it is not known what became of it. */
  String doubt() {
    return method.equals("GET") ? "" : "; it may have taken effect";
  }

  /** The path of a key. */
  public static String keyPath(String keyspace, byte[] key) {
    return "/v1/kv/" + encode(keyspace) + "/" + encode(key);
  }

  /** A text as a piece of a path or a query: UTF-8, all but unreserved characters in percent. */
  public static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length + 16);
    for (byte b : bytes) {
      boolean unreserved =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || b == '-'
              || b == '.'
              || b == '_'
              || b == '~';
      if (unreserved) {
        text.append((char) b);
      } else {
        text.append('%')
            .append(Character.toUpperCase(Character.forDigit((b >> 4) & 15, 16)))
            .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
      }
    }
    return text.toString();
  }
}
