package io.atoll.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest state of what is not durable yet, in one shard. A drop of a range hides what was
 * pending in it. Single-threaded.
 */
final class PendingWrites {
  /** Each drop under way is looked at when a key is read: more than these are refused. */
  static final int MAX_DROPS = 64;

  /** Never iterated for anything that anyone could see the order of. */
  private final Map<StorageKey, PendingWrite> byKey = new HashMap<>();

  /** Oldest first. */
  private final List<PendingWrite> drops = new ArrayList<>();

  private long bytes;

  /** Bytes of all writes under way, also of those that a later one hides. */
  long bytes() {
    return bytes;
  }

  /** Whether another drop may be added. */
  boolean takesDrop() {
    return drops.size() < MAX_DROPS;
  }

  /** The write that makes a key's newest state, or null when that state is durable. */
  PendingWrite newest(StorageKey key) {
    PendingWrite write = byKey.get(key);
    return write != null || drops.isEmpty() ? write : newestDrop(key);
  }

  void add(PendingWrite write) {
    bytes += write.bytes();
    if (write.isDrop()) {
      byKey.keySet().removeIf(write::covers);
      drops.add(write);
    } else {
      byKey.put(write.key, write);
    }
  }

  /** A write has arrived, one way or the other. */
  void remove(PendingWrite write) {
    bytes -= write.bytes();
    if (write.isDrop()) {
      drops.remove(write);
    } else {
      byKey.remove(write.key, write);
    }
  }

  /** Forgets all states; the writes still arrive one by one. */
  void undo() {
    byKey.clear();
    drops.clear();
  }

  private PendingWrite newestDrop(StorageKey key) {
    for (int i = drops.size() - 1; i >= 0; i--) {
      if (drops.get(i).covers(key)) {
        return drops.get(i);
      }
    }
    return null;
  }
}
