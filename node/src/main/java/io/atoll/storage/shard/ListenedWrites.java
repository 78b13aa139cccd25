package io.atoll.storage.shard;

import io.atoll.storage.ShardListener;
import io.atoll.storage.StorageKey;
import io.atoll.storage.commit.PendingWrite;
import io.atoll.storage.log.StateWeight;
import io.atoll.storage.read.Lookup;

/**
 * What a shard's listener is told of its writes. Where somebody listens, a write carries the weight
 * of the state before it, from which it was computed, into the log and until it is promoted. That
 * is the acknowledged one then, because writes are promoted in the order in which they were made;
 * unless what a range holds has changed meanwhile in another way: then writes that were under way
 * have their keys looked up again when they are promoted. Belongs to the shard's loop.
 */
final class ListenedWrites {
  private final ShardListener listener;
  private final RangeDoubts doubts;
  private final Lookup lookup;
  private final boolean heard;

  ListenedWrites(ShardStore store, Lookup lookup) {
    this.listener = store.listener();
    this.doubts = store.doubts();
    this.lookup = lookup;
    this.heard = !listener.equals(ShardListener.NONE);
  }

  /** Whether anybody listens: if not, nothing else here is to be called, but for {@link #weigh}. */
  boolean areHeard() {
    return heard;
  }

  /**
   * What a state weighs; nothing is weighed where nobody listens.
   *
   * @param state null for none
   */
  long weigh(StorageKey key, byte[] state) {
    if (!heard) {
      return StateWeight.UNKNOWN;
    }
    return state == null ? StateWeight.NONE : listener.weigh(key, state);
  }

  /** A write is on its way. */
  void submitted(PendingWrite write) {
    doubts.submitted(write);
  }

  /** What the state before a write weighs; asked just before it can be seen. */
  long before(PendingWrite write) {
    return doubts.isUnsure() && !write.isDrop() ? acknowledged(write.key) : write.before;
  }

  /** A write can be seen. */
  void promoted(PendingWrite write, long before) {
    doubts.returned(write);
    if (write.isDrop()) {
      listener.dropped(write.keyspaceId, write.dropped);
    } else if (before == StateWeight.UNKNOWN) {
      listener.overwritten(write.key, write.value);
    } else {
      listener.changed(write.key, before, write.value);
    }
  }

  /** A write has come back, one way or the other. */
  void returned(PendingWrite write) {
    doubts.returned(write);
  }

  void logFailed() {
    doubts.logFailed();
  }

  void logRecovered() {
    doubts.logRecovered();
  }

  /** The weight of what a read would answer now, if that can be had at once. */
  private long acknowledged(StorageKey key) {
    return switch (lookup.find(key)) {
      case PRESENT -> weigh(key, lookup.value());
      case ABSENT -> StateWeight.NONE;
      case WAITING, FAILED -> StateWeight.UNKNOWN;
    };
  }
}
