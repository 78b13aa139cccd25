package io.atoll.client.engine;

import java.util.function.Consumer;

/**
 * Many timers on one clock: a hashed timing wheel (Varghese and Lauck, "Hashed and Hierarchical
 * Timing Wheels", 1987). Entries are links of the wheel themselves, so that adding and removing
 * cost a few writes and no object. Single-threaded.
 *
 * <p>An entry is due at the first tick at or after its time, so at most one tick late. What is
 * further away than one turn of the wheel is passed over until its turn has come.
 */
final class TickWheel {
  static final int TICK_MS = 5;
  private static final long TICK_NANOS = TICK_MS * 1_000_000L;
  private static final int SLOTS = 512;

  private final Entry[] slots = new Entry[SLOTS];
  private final Entry visited = new Head();
  private final long startNanos;
  private long tick;
  private int size;

  /** Something that will be due. */
  abstract static class Entry {
    private Entry previous;
    private Entry next;
    private long dueTick;

    /** Its time has come; it is in no wheel. */
    abstract void due(long nowNanos);
  }

  private static final class Head extends Entry {
    Head() {
      super.previous = this;
      super.next = this;
    }

    @Override
    void due(long nowNanos) {
      throw new AssertionError("the head of a list is never due");
    }
  }

  TickWheel(long nowNanos) {
    startNanos = nowNanos;
    for (int i = 0; i < SLOTS; i++) {
      slots[i] = new Head();
    }
  }

  /** Adds an entry, or moves it where it is in the wheel already. */
  void add(Entry entry, long dueNanos) {
    remove(entry);
    long dueTick = (dueNanos - startNanos + TICK_NANOS - 1) / TICK_NANOS;
    entry.dueTick = Math.max(dueTick, tick + 1);
    link(entry, slot(entry.dueTick));
    size++;
  }

  /** Takes an entry out; nothing happens where it is not in. */
  void remove(Entry entry) {
    if (entry.next != null) {
      unlink(entry);
      size--;
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Tells every entry whose time has come. They may add and remove any. */
  void advance(long nowNanos) {
    long nowTick = (nowNanos - startNanos) / TICK_NANOS;
    // After a long pause one turn of the wheel visits everything.
    long from = Math.max(tick + 1, nowTick - SLOTS + 1);
    tick = Math.max(tick, nowTick);
    for (long visiting = from; visiting <= nowTick; visiting++) {
      visit(slot(visiting), nowTick, nowNanos);
    }
  }

  /** Takes out all entries. They may remove any. */
  void drain(Consumer<Entry> to) {
    for (Entry slot : slots) {
      while (!(slot.next instanceof Head)) {
        Entry entry = slot.next;
        remove(entry);
        to.accept(entry);
      }
    }
  }

  private void visit(Entry slot, long nowTick, long nowNanos) {
    while (!(slot.next instanceof Head)) {
      Entry entry = slot.next;
      unlink(entry);
      link(entry, visited);
    }
    while (!(visited.next instanceof Head)) {
      Entry entry = visited.next;
      unlink(entry);
      if (entry.dueTick <= nowTick) {
        size--;
        entry.due(nowNanos);
      } else {
        link(entry, slot);
      }
    }
  }

  private Entry slot(long ofTick) {
    return slots[(int) (ofTick & SLOTS - 1)];
  }

  private static void link(Entry entry, Entry head) {
    entry.previous = head.previous;
    entry.next = head;
    head.previous.next = entry;
    head.previous = entry;
  }

  private static void unlink(Entry entry) {
    entry.previous.next = entry.next;
    entry.next.previous = entry.previous;
    entry.previous = null;
    entry.next = null;
  }
}
