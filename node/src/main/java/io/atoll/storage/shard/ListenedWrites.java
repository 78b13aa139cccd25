package io.atoll.storage.shard;

import io.atoll.storage.ShardListener;
import io.atoll.storage.StorageKey;
import io.atoll.storage.commit.PendingWrite;
import io.atoll.storage.read.Lookup;

/**
 * What a shard's listener is told of its writes. Where somebody listens, a write carries the state
 * before it, from which it was computed, until it is promoted. That is the acknowledged one then,
 * because writes are promoted in the order in which they were made; unless what a range holds has
 * changed meanwhile in another way: then writes that were under way have their keys looked up again
 * when they are promoted. Belongs to the shard's loop.
 */
final class ListenedWrites {
  /** Stands for a state that cannot be had; told apart by the reference. */
  static final byte[] UNKNOWN = {};

  private final ShardListener listener;
  private final ShardStore store;
  private final Lookup lookup;
  private final boolean heard;
  private PendingWrite newestSubmitted;
  private long rereads;

  /** The last write that may carry a state which is none any more; null: none does. */
  private PendingWrite unsureUpTo;

  ListenedWrites(ShardStore store, Lookup lookup) {
    this.listener = store.listener();
    this.store = store;
    this.lookup = lookup;
    this.heard = !listener.equals(ShardListener.NONE);
  }

  /** Whether anybody listens: if not, nothing else here is to be called. */
  boolean areHeard() {
    return heard;
  }

  /** A write is on its way. */
  void submitted(PendingWrite write) {
    newestSubmitted = write;
  }

  /** The state before a write, or {@link #UNKNOWN}; asked just before it can be seen. */
  byte[] before(PendingWrite write) {
    if (rereads != store.rereads()) {
      rereads = store.rereads();
      unsureUpTo = newestSubmitted;
    }
    return unsureUpTo == null || write.isDrop() ? write.before : acknowledged(write.key);
  }

  /** A write can be seen. */
  void promoted(PendingWrite write, byte[] before) {
    returned(write);
    if (write.isDrop()) {
      listener.dropped(write.keyspaceId, write.dropped);
    } else if (isUnknown(before)) {
      listener.overwritten(write.key, write.value);
    } else {
      listener.changed(write.key, before, write.value);
    }
  }

  /** A write has come back, one way or the other: those behind it may be sure again. */
  @SuppressWarnings("ReferenceEquality") // this very write
  void returned(PendingWrite write) {
    if (write == unsureUpTo) {
      unsureUpTo = null;
    }
    if (write == newestSubmitted) {
      newestSubmitted = null;
    }
  }

  /** What a read would answer now, if it can be had at once. */
  private byte[] acknowledged(StorageKey key) {
    return switch (lookup.find(key)) {
      case PRESENT -> lookup.value();
      case ABSENT -> null;
      case WAITING, FAILED -> UNKNOWN;
    };
  }

  @SuppressWarnings("ReferenceEquality") // an empty state is one
  private static boolean isUnknown(byte[] state) {
    return state == UNKNOWN;
  }
}
