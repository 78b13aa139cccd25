package io.atoll.service;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.hints.Delivery;
import io.atoll.hints.Hint;
import io.atoll.hints.HintFormat;
import io.atoll.hints.Parcel;
import io.atoll.ring.TokenRange;
import io.atoll.storage.ScanRange;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageShard;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * One parcel that is being put together from what a shard has stored: of the keys that hints name,
 * or of all keys of an arc. Lives on the shard's loop.
 */
final class ParcelPacking {
  private final StorageShard shard;
  private final Delivery.Step.Pack step;
  private final Listener listener;
  private final List<Hint> found = new ArrayList<>();
  private final List<Hint> packed = new ArrayList<>();
  private final List<Parcel.Entry> entries = new ArrayList<>();
  private Delivery.Cursor last;
  private int bytes;
  private boolean scannedAll;
  private int next;

  /** Who wants the parcel; called on the shard's loop. */
  interface Listener {
    /** Whether the target need not be told of a key. */
    boolean isObsolete(Hint hint);

    /** Nobody has to be told of a key: its hint may go. */
    void obsolete(Hint hint);

    /** It is put together. */
    void packed(Packed parcel);

    /** It has come further, or to its end. */
    void cameFurther();

    /** The store cannot be read. */
    void unreadable(Throwable cause);
  }

  /**
   * What was put together.
   *
   * @param hints that can be forgotten when it has arrived, in the order of its entries; none where
   *     it is of an arc
   * @param last where it ended; null when nothing was looked at
   * @param end whether nothing comes after it
   */
  record Packed(
      List<Hint> hints, List<Parcel.Entry> entries, int bytes, Delivery.Cursor last, boolean end) {}

  /**
   * @param step where to begin, and how much may be in it
   */
  ParcelPacking(StorageShard shard, Delivery.Step.Pack step, Listener listener) {
    this.shard = shard;
    this.step = step;
    this.listener = listener;
  }

  /**
   * Of the keys that hints name.
   *
   * @param space where the hints are
   */
  void ofHints(int space) {
    shard
        .scan(
            range(ScanRange.all(space)),
            (token, key, value) -> {
              if (HintFormat.isHint(key)) {
                takeNote(token, key, value);
              }
              return found.size() < step.mostEntries();
            })
        .onComplete(
            stopped -> {
              scannedAll = stopped == null;
              readStates();
              listener.cameFurther();
            },
            listener::unreadable);
  }

  private void takeNote(long token, byte[] key, byte[] value) {
    try {
      found.add(HintFormat.hint(token, key, value));
    } catch (MalformedBytesException damaged) {
      // Nobody can say what it was.
    }
  }

  /** Each hint was read before the state is: what is missed after that has another stamp. */
  private void readStates() {
    while (next < found.size()) {
      Hint hint = found.get(next);
      if (listener.isObsolete(hint)) {
        forget(hint);
        continue;
      }
      Future<byte[]> state = shard.get(new StorageKey(hint.keyspaceId(), hint.token(), hint.key()));
      if (!state.isComplete()) {
        state.onComplete(
            read -> {
              if (take(hint, state)) {
                readStates();
              } else {
                end();
              }
              listener.cameFurther();
            });
        return;
      }
      if (!take(hint, state)) {
        break;
      }
    }
    end();
  }

  private void forget(Hint hint) {
    passed(hint);
    listener.obsolete(hint);
  }

  private void passed(Hint hint) {
    next++;
    last = new Delivery.Cursor(hint.token(), HintFormat.key(hint.keyspaceId(), hint.key()));
  }

  /**
   * @return whether there may be room for more
   */
  private boolean take(Hint hint, Future<byte[]> state) {
    if (state.failed()) {
      // It stays, until the state can be read.
      passed(hint);
      return true;
    }
    if (state.result() == null) {
      // Never made: the write was undone.
      forget(hint);
      return true;
    }
    Parcel.Entry entry = new Parcel.Entry(hint.keyspaceId(), hint.key(), state.result());
    if (!add(entry)) {
      return false;
    }
    packed.add(hint);
    passed(hint);
    return bytes < step.mostBytes();
  }

  private boolean add(Parcel.Entry entry) {
    if (!entries.isEmpty() && bytes + entry.sizeBytes() > step.mostBytes()) {
      return false;
    }
    entries.add(entry);
    bytes += entry.sizeBytes();
    return true;
  }

  /** Of all keys of an arc. */
  void ofArc(int keyspaceId, TokenRange tokens) {
    shard
        .scan(
            range(ScanRange.of(keyspaceId, tokens)),
            (token, key, value) -> {
              boolean added = add(new Parcel.Entry(keyspaceId, key, value));
              last = added ? new Delivery.Cursor(token, key) : last;
              return added && entries.size() < step.mostEntries() && bytes < step.mostBytes();
            })
        .onComplete(
            stopped -> {
              scannedAll = stopped == null;
              end();
              listener.cameFurther();
            },
            listener::unreadable);
  }

  private ScanRange range(ScanRange all) {
    Delivery.Cursor after = step.after();
    return after == null
        ? all
        : all.resumeAfter(new StorageKey(all.keyspaceId(), after.token(), after.key()));
  }

  private void end() {
    boolean end = scannedAll && next == found.size();
    listener.packed(new Packed(packed, entries, bytes, last, end));
  }
}
