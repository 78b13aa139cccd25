package io.atoll.storage.commit;

import io.atoll.storage.StorageKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The newest state of what is not durable yet, in one shard. A drop of a range hides what was
 * pending in it. Single-threaded.
 *
 * <p>A hash table whose chains run through the writes themselves, as every write enters and leaves
 * it once: it allocates nothing, and a look that finds nothing mostly ends at the table.
 */
public final class PendingWrites {
  /** Each drop under way is looked at when a key is read: more than these are refused. */
  public static final int MAX_DROPS = 64;

  private static final int MIN_CHAINS = 64;
  private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

  /** A power of two of chains. */
  private PendingWrite[] chains = new PendingWrite[MIN_CHAINS];

  private int size;

  /** Oldest first. */
  private final List<PendingWrite> drops = new ArrayList<>();

  private long bytes;

  /** Bytes of all writes under way, also of those that a later one hides. */
  public long bytes() {
    return bytes;
  }

  /** Whether another drop may be added. */
  public boolean takesDrop() {
    return drops.size() < MAX_DROPS;
  }

  /** The write that makes a key's newest state, or null when that state is durable. */
  public PendingWrite newest(StorageKey key) {
    for (PendingWrite write = chains[chainOf(key)]; write != null; write = write.nextOfChain) {
      if (write.key.equals(key)) {
        return write;
      }
    }
    return drops.isEmpty() ? null : newestDrop(key);
  }

  public void add(PendingWrite write) {
    bytes += write.bytes();
    if (write.isDrop()) {
      hide(write);
      drops.add(write);
      return;
    }
    PendingWrite hidden = newest(write.key);
    if (hidden != null && !hidden.isDrop()) {
      unlink(hidden);
    }
    if (size == chains.length) {
      grow();
    }
    link(write);
    size++;
  }

  /** A write has arrived, one way or the other. */
  public void remove(PendingWrite write) {
    bytes -= write.bytes();
    if (write.isDrop()) {
      drops.remove(write);
    } else {
      unlink(write);
    }
  }

  /** Forgets all states; the writes still arrive one by one. */
  public void undo() {
    Arrays.fill(chains, null);
    size = 0;
    drops.clear();
  }

  private void link(PendingWrite write) {
    int chain = chainOf(write.key);
    write.nextOfChain = chains[chain];
    chains[chain] = write;
  }

  /** Takes a write out of its chain; no effect when it is hidden already. */
  @SuppressWarnings("ReferenceEquality") // this very write, not one for the same key
  private void unlink(PendingWrite write) {
    int chain = chainOf(write.key);
    PendingWrite before = null;
    for (PendingWrite at = chains[chain]; at != null; at = at.nextOfChain) {
      if (at == write) {
        if (before == null) {
          chains[chain] = at.nextOfChain;
        } else {
          before.nextOfChain = at.nextOfChain;
        }
        at.nextOfChain = null;
        size--;
        return;
      }
      before = at;
    }
  }

  private void hide(PendingWrite drop) {
    for (PendingWrite head : chains) {
      PendingWrite write = head;
      while (write != null) {
        PendingWrite next = write.nextOfChain;
        if (drop.covers(write.key)) {
          unlink(write);
        }
        write = next;
      }
    }
  }

  private void grow() {
    PendingWrite[] shorter = chains;
    chains = new PendingWrite[2 * shorter.length];
    for (PendingWrite head : shorter) {
      PendingWrite write = head;
      while (write != null) {
        PendingWrite next = write.nextOfChain;
        link(write);
        write = next;
      }
    }
  }

  private PendingWrite newestDrop(StorageKey key) {
    for (int i = drops.size() - 1; i >= 0; i--) {
      if (drops.get(i).covers(key)) {
        return drops.get(i);
      }
    }
    return null;
  }

  /** The highest bits of a product depend on all bits of the token. */
  private int chainOf(StorageKey key) {
    long hash = (key.token() + key.keyspaceId()) * GOLDEN_RATIO;
    return (int) (hash >>> (Long.numberOfLeadingZeros(chains.length) + 1));
  }
}
