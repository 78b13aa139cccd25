package io.atoll.storage.shard;

import io.atoll.storage.StorageException;
import io.atoll.storage.StorageKey;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * Changes that wait until the state of their key has been read from a table, so that those of one
 * key apply in the order of the calls. Belongs to a shard's loop.
 */
final class Deferrals {
  /** One that waits. */
  @FunctionalInterface
  interface Change {
    /**
     * It is its turn.
     *
     * @param cause why it will not happen, or null
     * @param durable the key's durable state, null when there is none
     */
    void apply(StorageException cause, byte[] durable);
  }

  private final Map<StorageKey, Queue<Change>> waiting = new LinkedHashMap<>();

  private int count;

  /** How many changes wait. */
  int count() {
    return count;
  }

  /** Whether a change of a key waits, so that the next one has to. */
  boolean holds(StorageKey key) {
    return !waiting.isEmpty() && waiting.containsKey(key);
  }

  /** Adds a change behind those of its key. */
  void add(StorageKey key, Change change) {
    waiting.computeIfAbsent(key, k -> new ArrayDeque<>()).add(change);
    count++;
  }

  /** The state of a key is known, or, with a cause, cannot be: all its changes have their turn. */
  void release(StorageKey key, StorageException cause, byte[] durable) {
    Queue<Change> changes = waiting.remove(key);
    if (changes != null) {
      count -= changes.size();
      changes.forEach(change -> change.apply(cause, durable));
    }
  }

  /** Refuses the changes of some keys. */
  void refuse(Predicate<StorageKey> keys, StorageException cause) {
    Queue<Change> refused = new ArrayDeque<>();
    for (Iterator<Map.Entry<StorageKey, Queue<Change>>> i = waiting.entrySet().iterator();
        i.hasNext(); ) {
      Map.Entry<StorageKey, Queue<Change>> entry = i.next();
      if (keys.test(entry.getKey())) {
        refused.addAll(entry.getValue());
        i.remove();
      }
    }
    count -= refused.size();
    refused.forEach(change -> change.apply(cause, null));
  }
}
