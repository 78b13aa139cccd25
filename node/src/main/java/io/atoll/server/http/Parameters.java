package io.atoll.server.http;

import io.atoll.platform.http.Problem.Mistake;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The query of a call of operators: some parameters that have one value each, all of which may be
 * missing.
 *
 * @param values by the name of the parameter
 * @param mistakes everything that is wrong with the query; then the rest means nothing
 */
record Parameters(Map<String, String> values, List<Mistake> mistakes) {
  /**
   * Reads a query.
   *
   * @param query the raw query, or null
   * @param of what it is the query of, such as {@code a repair}
   * @param names of the parameters that there are
   */
  static Parameters parse(String query, String of, String... names) {
    Map<String, String> values = new LinkedHashMap<>();
    List<Mistake> mistakes = new ArrayList<>();
    List<String> known = List.of(names);
    for (String each : query == null ? new String[0] : query.split("&", -1)) {
      if (!each.isEmpty()) {
        int equals = each.indexOf('=');
        String name = equals < 0 ? each : each.substring(0, equals);
        String mistake =
            known.contains(name)
                ? take(values, name, equals < 0 ? "" : each.substring(equals + 1))
                : "'%s' is not a parameter of %s, which takes %s"
                    .formatted(Routes.shortened(name), of, String.join(", ", known));
        if (mistake != null) {
          mistakes.add(new Mistake(Routes.shortened(name), mistake));
        }
      }
    }
    return new Parameters(values, mistakes);
  }

  /** Takes one of them; answers what is wrong with it, or null. */
  private static String take(Map<String, String> values, String name, String raw) {
    if (values.containsKey(name)) {
      return "'%s' is given twice".formatted(name);
    }
    try {
      values.put(name, URLDecoder.decode(raw, StandardCharsets.UTF_8));
      return null;
    } catch (IllegalArgumentException malformed) {
      values.put(name, "");
      return "%s='%s' is not percent-encoded correctly".formatted(name, Routes.shortened(raw));
    }
  }

  /** The value of a parameter; null where it is missing. */
  String value(String name) {
    return values.get(name);
  }
}
