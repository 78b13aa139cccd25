package io.atoll.peer;

import io.atoll.bytes.ByteReader;
import io.atoll.env.PeerLinks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The calls in progress on one loop, found by their number without hashing: a number is a slot and,
 * above it, how often the slot was used, so that an answer to a call that ended never meets the
 * next one in its slot.
 */
final class PendingCalls {
  private static final int SLOT_BITS = 20;
  private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;

  private Pending<?>[] slots = new Pending<?>[64];
  private long[] uses = new long[64];
  private int[] free = new int[64];
  private int freeCount;
  private int high;

  /** One call. */
  static final class Pending<R> {
    final PeerLinks.Link link;
    final int member;
    final Peers.Listener<R> listener;
    final long deadlineNanos;
    private final PeerCall<?, R> call;
    private long number;

    Pending(
        PeerLinks.Link link,
        int member,
        PeerCall<?, R> call,
        Peers.Listener<R> listener,
        long deadlineNanos) {
      this.link = link;
      this.member = member;
      this.call = call;
      this.listener = listener;
      this.deadlineNanos = deadlineNanos;
    }

    long number() {
      return number;
    }

    /** Reads a reply and hands it on. */
    void reply(ByteReader payload, int version) {
      listener.replied(FrameHead.payload(call.reply(), payload, version));
    }
  }

  /** Whether another call can be taken. */
  boolean isFull() {
    return freeCount == 0 && high > SLOT_MASK;
  }

  long add(Pending<?> pending) {
    int slot = freeCount > 0 ? free[--freeCount] : high++;
    if (slot >= slots.length) {
      slots = Arrays.copyOf(slots, slots.length * 2);
      uses = Arrays.copyOf(uses, uses.length * 2);
      free = Arrays.copyOf(free, free.length * 2);
    }
    slots[slot] = pending;
    pending.number = uses[slot]++ << SLOT_BITS | slot;
    return pending.number;
  }

  /** The call of a number, or null when it has ended. */
  Pending<?> find(long number) {
    int slot = (int) (number & SLOT_MASK);
    Pending<?> pending = slot < high ? slots[slot] : null;
    return pending != null && pending.number == number ? pending : null;
  }

  /** Ends a call; false when it had ended. */
  boolean remove(long number) {
    if (find(number) == null) {
      return false;
    }
    int slot = (int) (number & SLOT_MASK);
    slots[slot] = null;
    free[freeCount++] = slot;
    return true;
  }

  /** Ends the calls of one link and tells their listeners. */
  void breakAll(PeerLinks.Link link) {
    breakThose(pending -> pending.link.equals(link));
  }

  /** Ends the calls whose time is over and tells their listeners. */
  void breakOverdue(long nowNanos) {
    breakThose(pending -> pending.deadlineNanos - nowNanos <= 0);
  }

  /** What a listener asks anew while it is told is none of those. */
  private void breakThose(Predicate<Pending<?>> ending) {
    List<Pending<?>> broken = new ArrayList<>();
    for (int slot = 0; slot < high; slot++) {
      Pending<?> pending = slots[slot];
      if (pending != null && ending.test(pending)) {
        broken.add(pending);
      }
    }
    for (Pending<?> pending : broken) {
      if (remove(pending.number)) {
        pending.listener.broken();
      }
    }
  }

  int size() {
    return high - freeCount;
  }
}
