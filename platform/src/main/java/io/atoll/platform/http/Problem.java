package io.atoll.platform.http;

import io.atoll.wire.ProblemType;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One error as the client is told: an RFC 9457 problem.
 *
 * @param detail what is wrong with this request, and what would be right
 * @param fields further members of the problem, in order; values are what {@link Json} can write
 * @param headers response headers that go with it
 */
public record Problem(
    ProblemType type, String detail, Map<String, Object> fields, Map<String, String> headers) {
  public Problem(ProblemType type, String detail) {
    this(type, detail, Map.of(), Map.of());
  }

  /** The same with one more member. */
  public Problem with(String field, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(fields);
    more.put(field, value);
    return new Problem(type, detail, more, headers);
  }

  /** The same with one more response header. */
  public Problem withHeader(CharSequence name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name.toString(), value);
    return new Problem(type, detail, fields, more);
  }

  /** Several mistakes in one request, each with the place where it was made. */
  public static Problem ofMistakes(ProblemType type, List<Mistake> mistakes) {
    StringBuilder detail = new StringBuilder();
    for (Mistake mistake : mistakes) {
      detail.append(detail.isEmpty() ? "" : "; ").append(mistake.detail());
    }
    return new Problem(type, detail.toString()).with("errors", mistakes);
  }

  Buffer encode() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", type.urn());
    members.put("title", type.title());
    members.put("status", type.status());
    members.put("detail", detail);
    members.putAll(fields);
    return Json.encode(members);
  }

  /**
   * One mistake in a request.
   *
   * @param field the parameter or JSON field
   * @param detail names the field, its value and what would be right
   */
  public record Mistake(String field, String detail) {}
}
