package io.atoll.server.http;

import io.atoll.platform.http.Problem.Mistake;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.server.RequestRules.Violation;
import io.atoll.wire.TimeoutText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The query of a read or write of one key.
 *
 * @param level {@code r} or {@code w}, or null for the keyspace's default
 * @param timeoutMs how long it may take
 * @param minContext what a read must have seen, as sent, or null
 * @param sloppy whether a sloppy quorum was asked for
 * @param mistakes everything that is wrong with the query; then the rest means nothing
 */
record KvParameters(
    ConsistencyLevel level,
    long timeoutMs,
    String minContext,
    boolean sloppy,
    List<Mistake> mistakes) {
  /**
   * Reads a query.
   *
   * @param query the raw query, or null
   * @param write whether it is that of a write, which takes {@code w} instead of {@code r} and
   *     {@code min-context}
   */
  static KvParameters parse(String query, boolean write, HttpSettings settings) {
    if (query == null || query.isEmpty()) {
      return new KvParameters(null, settings.requests().defaultMs(), null, false, List.of());
    }
    Reader reader = new Reader(write, settings);
    int start = 0;
    while (start <= query.length()) {
      int end = query.indexOf('&', start);
      end = end < 0 ? query.length() : end;
      if (end > start) {
        int equals = query.indexOf('=', start);
        boolean valued = equals >= 0 && equals < end;
        reader.take(
            query.substring(start, valued ? equals : end),
            valued ? query.substring(equals + 1, end) : "");
      }
      start = end + 1;
    }
    return new KvParameters(
        reader.level, reader.timeoutMs, reader.minContext, reader.sloppy, reader.mistakes);
  }

  /** Reads the parameters one by one. */
  private static final class Reader {
    private final boolean write;
    private final HttpSettings settings;
    private List<Mistake> mistakes = List.of();
    private ConsistencyLevel level;
    private long timeoutMs;
    private String minContext;
    private boolean sloppy;
    private boolean quorumSeen;
    private boolean timeoutSeen;

    Reader(boolean write, HttpSettings settings) {
      this.write = write;
      this.settings = settings;
      this.timeoutMs = settings.requests().defaultMs();
    }

    void take(String name, String raw) {
      String value = raw;
      if (raw.indexOf('%') >= 0 || raw.indexOf('+') >= 0) {
        try {
          value = URLDecoder.decode(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
          mistake(
              name,
              "%s='%s' is not percent-encoded correctly"
                  .formatted(Routes.shortened(name), Routes.shortened(raw)));
          return;
        }
      }
      switch (name) {
        case "quorum" -> quorum(value);
        case "timeout" -> timeout(value);
        case "w" -> {
          if (write) {
            level(name, value);
          } else {
            mistake(name, "'w' is a parameter of writes; a read takes " + allowed());
          }
        }
        case "r" -> {
          if (write) {
            mistake(name, "'r' is a parameter of reads; a write takes " + allowed());
          } else {
            level(name, value);
          }
        }
        case "min-context" -> {
          if (write) {
            mistake(
                name,
                "'min-context' is a parameter of reads; a write takes the header Atoll-Context");
          } else if (minContext != null) {
            twice(name);
          } else {
            minContext = value;
          }
        }
        default ->
            mistake(
                name,
                "'%s' is not a parameter of %s, which takes %s"
                    .formatted(Routes.shortened(name), write ? "a write" : "a read", allowed()));
      }
    }

    private void level(String name, String value) {
      if (level != null) {
        twice(name);
        return;
      }
      try {
        level = ConsistencyLevel.parse(value);
      } catch (IllegalArgumentException e) {
        mistake(name, name + ": " + e.getMessage());
      }
    }

    private void quorum(String value) {
      if (quorumSeen) {
        twice("quorum");
      }
      quorumSeen = true;
      switch (value) {
        case "strict" -> sloppy = false;
        case "sloppy" -> sloppy = true;
        default -> mistake("quorum", "quorum='%s': must be strict or sloppy".formatted(value));
      }
    }

    private void timeout(String value) {
      if (timeoutSeen) {
        twice("timeout");
      }
      timeoutSeen = true;
      long parsedMs = TimeoutText.milliseconds(value);
      Violation violation = settings.rules().timeout(parsedMs, value);
      if (violation != null) {
        mistake("timeout", violation.detail() + ", " + TimeoutText.EXAMPLES);
      } else {
        timeoutMs = parsedMs;
      }
    }

    private String allowed() {
      return write ? "w, quorum and timeout" : "r, quorum, timeout and min-context";
    }

    private void twice(String name) {
      mistake(name, "'%s' is given twice".formatted(name));
    }

    private void mistake(String field, String detail) {
      if (mistakes.isEmpty()) {
        mistakes = new ArrayList<>();
      }
      if (mistakes.size() < 20) {
        mistakes.add(new Mistake(field, detail));
      }
    }
  }
}
