package io.atoll.cli.bench.engine;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/** A clock that stands still until it is moved, and what happens when it does. */
final class VirtualTime implements LongSupplier {
  static final long MS = 1_000_000;
  static final long SECOND = 1_000 * MS;

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::atNs).thenComparingLong(Event::number));
  private long nowNs;
  private long number;

  private record Event(long atNs, long number, Runnable action) {}

  @Override
  public long getAsLong() {
    return nowNs;
  }

  void at(long atNs, Runnable action) {
    events.add(new Event(Math.max(atNs, nowNs), number++, action));
  }

  /** Time passes, and nobody notices. */
  void skip(long toNs) {
    nowNs = toNs;
  }

  /** Lets time pass, and the generator pump whenever it wants to. */
  void run(Generator generator, long untilNs) {
    while (true) {
      long pumpNs = Math.max(nowNs, generator.nextPumpNs());
      long eventNs = events.isEmpty() ? Long.MAX_VALUE : events.peek().atNs;
      long nextNs = Math.min(pumpNs, eventNs);
      if (nextNs > untilNs) {
        nowNs = untilNs;
        return;
      }
      nowNs = nextNs;
      if (eventNs <= pumpNs) {
        events.poll().action.run();
      } else {
        generator.pump();
      }
    }
  }
}
