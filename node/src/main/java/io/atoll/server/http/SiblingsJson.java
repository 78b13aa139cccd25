package io.atoll.server.http;

import io.atoll.causal.Version;
import io.atoll.platform.http.Json;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several values of one key as JSON, each in base64 with its media type. */
final class SiblingsJson {
  private SiblingsJson() {}

  static Buffer encode(String context, List<Version> live) {
    List<Object> siblings = new ArrayList<>();
    for (Version version : live) {
      Map<String, Object> sibling = new LinkedHashMap<>();
      sibling.put("dot", SiblingsAnswer.dot(version.dot()));
      sibling.put(
          "contentType",
          version.contentType().isEmpty() ? Names.OCTETS.toString() : version.contentType());
      sibling.put("value", version.value());
      siblings.add(sibling);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("context", context);
    body.put("siblings", siblings);
    return Json.encode(body);
  }
}
