package io.atoll.chaos.watch;

import java.util.ArrayList;
import java.util.List;

/** Stretches of virtual time, both ends included; those that touch are one. */
final class Spans {
  private record Span(long fromNanos, long toNanos) {}

  private final List<Span> spans = new ArrayList<>();

  void add(long fromNanos, long toNanos) {
    long from = fromNanos;
    long to = toNanos;
    List<Span> apart = new ArrayList<>();
    for (Span span : spans) {
      if (span.fromNanos <= to && span.toNanos >= from) {
        from = Math.min(from, span.fromNanos);
        to = Math.max(to, span.toNanos);
      } else {
        apart.add(span);
      }
    }
    spans.clear();
    spans.addAll(apart);
    spans.add(new Span(from, to));
  }

  /** Whether any moment of a stretch is in one of them. */
  boolean meet(long fromNanos, long toNanos) {
    for (Span span : spans) {
      if (span.fromNanos <= toNanos && span.toNanos >= fromNanos) {
        return true;
      }
    }
    return false;
  }

  /** Whether every moment of a stretch is in one of them. */
  boolean cover(long fromNanos, long toNanos) {
    for (Span span : spans) {
      if (span.fromNanos <= fromNanos && span.toNanos >= toNanos) {
        return true;
      }
    }
    return false;
  }
}
