package io.atoll.client.engine;

import java.util.function.Consumer;

/**
 * The requests in flight on one connection, found by number without hashing or boxing: numbers
 * count up, and the lowest bits of one are its place in a ring. A number whose place is still taken
 * by an old request is skipped. Single-threaded.
 */
final class InFlight {
  private Pending[] ring = new Pending[64];
  private long next = 1;
  private long oldest = 1;
  private int size;

  /** Adds a request and gives it its number. */
  void add(Pending pending) {
    put(pending, reserve(1));
  }

  /**
   * The first of that many free numbers in a row; all of them are to be {@link #put} before the
   * next call.
   */
  long reserve(int count) {
    while ((size + count) * 2 > ring.length) {
      grow();
    }
    long first = firstFree(count);
    while (first < 0) {
      grow();
      first = firstFree(count);
    }
    next = first + count;
    return first;
  }

  /** Adds a request under a reserved number. */
  void put(Pending pending, long number) {
    pending.number = number;
    ring[place(number)] = pending;
    size++;
  }

  /** The request of a number; null when there is none. */
  Pending find(long number) {
    Pending pending = ring[place(number)];
    return pending == null || pending.number != number ? null : pending;
  }

  /** Takes out the request of a number; null when there is none. */
  Pending remove(long number) {
    Pending pending = find(number);
    if (pending != null) {
      ring[place(number)] = null;
      size--;
    }
    return pending;
  }

  int size() {
    return size;
  }

  /** The last number that was given. */
  long lastNumber() {
    return next - 1;
  }

  /** The request that waits longest; null when there is none. */
  Pending oldest() {
    while (oldest < next) {
      Pending pending = ring[place(oldest)];
      if (pending != null && pending.number == oldest) {
        return pending;
      }
      oldest++;
    }
    return null;
  }

  /** Takes out all, oldest first. */
  void drain(Consumer<Pending> to) {
    for (Pending pending = oldest(); pending != null; pending = oldest()) {
      remove(pending.number);
      to.accept(pending);
    }
  }

  private long firstFree(int count) {
    long first = next;
    long last = next + ring.length;
    for (long at = first; at < first + count; at++) {
      if (ring[place(at)] != null) {
        first = at + 1;
        if (first + count > last) {
          return -1;
        }
      }
    }
    return first;
  }

  private void grow() {
    Pending[] old = ring;
    ring = new Pending[old.length * 2];
    for (Pending pending : old) {
      if (pending != null) {
        ring[place(pending.number)] = pending;
      }
    }
  }

  private int place(long number) {
    return (int) number & ring.length - 1;
  }
}
