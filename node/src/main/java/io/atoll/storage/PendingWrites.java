package io.atoll.storage;

import java.util.HashMap;
import java.util.Map;

/**
 * The newest state of what is not durable yet, in one shard. A drop of a keyspace hides what was
 * pending in it. Single-threaded.
 */
final class PendingWrites {
  /** Neither map is iterated for anything that anyone could see the order of. */
  private final Map<StorageKey, PendingWrite> byKey = new HashMap<>();

  private final Map<Integer, PendingWrite> drops = new HashMap<>();
  private long bytes;

  /** Bytes of all writes under way, also of those that a later one hides. */
  long bytes() {
    return bytes;
  }

  /** The write that makes a key's newest state, or null when that state is durable. */
  PendingWrite newest(StorageKey key) {
    PendingWrite write = byKey.get(key);
    return write != null || drops.isEmpty() ? write : drops.get(key.keyspaceId());
  }

  void add(PendingWrite write) {
    bytes += write.bytes();
    if (write.isDrop()) {
      byKey.keySet().removeIf(key -> key.keyspaceId() == write.keyspaceId);
      drops.put(write.keyspaceId, write);
    } else {
      byKey.put(write.key, write);
    }
  }

  /** A write has arrived, one way or the other. */
  void remove(PendingWrite write) {
    bytes -= write.bytes();
    if (write.isDrop()) {
      drops.remove(write.keyspaceId, write);
    } else {
      byKey.remove(write.key, write);
    }
  }

  /** Forgets all states; the writes still arrive one by one. */
  void undo() {
    byKey.clear();
    drops.clear();
  }
}
