package io.atoll.sim;

import java.util.Arrays;

/**
 * What is still to happen, the next first: a binary heap with the times beside the events, so that
 * most comparisons look at two numbers and at no event. A run spends as much on its queue as on
 * many a protocol.
 */
final class EventQueue {
  private static final int FIRST_CAPACITY = 512;

  private Scheduler.Event[] events = new Scheduler.Event[FIRST_CAPACITY];
  private long[] times = new long[FIRST_CAPACITY];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** When the next event happens; there must be one. */
  long nextNanos() {
    return times[0];
  }

  void add(Scheduler.Event event) {
    if (size == events.length) {
      events = Arrays.copyOf(events, 2 * size);
      times = Arrays.copyOf(times, 2 * size);
    }
    int at = size++;
    while (at > 0) {
      int above = (at - 1) / 2;
      if (!isBefore(event, above)) {
        break;
      }
      move(above, at);
      at = above;
    }
    put(event, at);
  }

  /** Takes the next event; there must be one. */
  Scheduler.Event remove() {
    Scheduler.Event next = events[0];
    Scheduler.Event last = events[--size];
    events[size] = null;
    if (size > 0) {
      sink(last);
    }
    return next;
  }

  private void sink(Scheduler.Event event) {
    int at = 0;
    while (true) {
      int below = 2 * at + 1;
      if (below >= size) {
        break;
      }
      if (below + 1 < size && isBefore(events[below + 1], below)) {
        below++;
      }
      if (isBefore(event, below)) {
        break;
      }
      move(below, at);
      at = below;
    }
    put(event, at);
  }

  private boolean isBefore(Scheduler.Event event, int other) {
    long nanos = event.atNanos();
    return nanos < times[other] || nanos == times[other] && event.order() < events[other].order();
  }

  private void move(int from, int to) {
    events[to] = events[from];
    times[to] = times[from];
  }

  private void put(Scheduler.Event event, int at) {
    events[at] = event;
    times[at] = event.atNanos();
  }
}
