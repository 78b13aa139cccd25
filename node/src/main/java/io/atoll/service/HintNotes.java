package io.atoll.service;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.env.Clock;
import io.atoll.hints.DirtyArc;
import io.atoll.hints.Hint;
import io.atoll.hints.HintAccount;
import io.atoll.hints.HintBounds;
import io.atoll.hints.HintFormat;
import io.atoll.hints.HintSpace;
import io.atoll.hints.HintStats;
import io.atoll.hints.HintStats.Counter;
import io.atoll.ring.Partitions;
import io.atoll.storage.ScanRange;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageShard;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * What one target missed of one shard, noted in the shard itself, in a {@link HintSpace} of the
 * target: so a hint is synced together with the write that it is of, and found again like it. Lives
 * on the shard's loop.
 *
 * <p>What the store refuses to note, or the bounds do, makes the arc of the key dirty, and that is
 * noted as soon as the store takes it.
 */
final class HintNotes {
  /** After so many removals the store is told to forget them all at once. */
  private static final int MANY_REMOVALS = 1_024;

  private final int space;
  private final StorageShard shard;
  private final Clock clock;
  private final LongSupplier stamps;
  private final IntSupplier partitions;
  private final HintStats stats;
  private final HintAccount account;
  private boolean loaded;
  private boolean loading;

  /** Those that were noted, and counted, before what was noted earlier is known. */
  private final Set<StorageKey> countedEarly = new HashSet<>();

  private int underWay;
  private int removals;

  /**
   * @param member the target
   * @param stamps gives each hint another number
   * @param partitions of the ring
   */
  HintNotes(
      int member,
      StorageShard shard,
      Clock clock,
      LongSupplier stamps,
      IntSupplier partitions,
      HintBounds bounds,
      HintStats stats) {
    this.space = HintSpace.of(member);
    this.shard = shard;
    this.clock = clock;
    this.stamps = stamps;
    this.partitions = partitions;
    this.stats = stats;
    this.account = new HintAccount(bounds);
  }

  int space() {
    return space;
  }

  HintAccount account() {
    return account;
  }

  /** Whether the account has what was noted before this start. */
  boolean isLoaded() {
    return loaded;
  }

  /** Whether nothing is noted, and nothing is about to be. */
  boolean isEmpty() {
    return loaded && underWay == 0 && account.isEmpty();
  }

  /** Whether a scan shows hints that have to be delivered, and none that was. */
  boolean mayBeRead() {
    return loaded && removals == 0 && account.count() > 0;
  }

  /** There was nothing before. */
  HintNotes fresh() {
    loaded = true;
    return this;
  }

  /** Finds what was noted before this start; when it cannot be read now, later calls try again. */
  void load() {
    if (loaded || loading) {
      return;
    }
    loading = true;
    Inventory inventory = new Inventory();
    shard
        .scan(ScanRange.all(space), inventory::visit)
        .onComplete(
            whole -> {
              loading = false;
              loaded = true;
              inventory.enter();
              countedEarly.clear();
            },
            unreadable -> loading = false);
  }

  /** What a scan of the space has shown. */
  private final class Inventory {
    private record Found(StorageKey at, long sizeBytes, long sinceMs) {}

    private record FoundArc(DirtyArc.Place place, long sinceMs) {}

    private final List<Found> hints = new ArrayList<>();
    private final List<FoundArc> arcs = new ArrayList<>();

    boolean visit(long token, byte[] key, byte[] value) {
      try {
        long sinceMs = HintFormat.sinceMs(value);
        if (HintFormat.isHint(key)) {
          StorageKey at = new StorageKey(space, token, key);
          hints.add(new Found(at, sizeBytes(key, value), sinceMs));
        } else {
          arcs.add(new FoundArc(place(HintFormat.arcKeyspace(key), token), sinceMs));
        }
      } catch (MalformedBytesException damaged) {
        // Nobody can say what it was.
      }
      return true;
    }

    void enter() {
      for (Found hint : hints) {
        if (!countedEarly.contains(hint.at)) {
          account.found(hint.sizeBytes, hint.sinceMs);
        }
      }
      arcs.forEach(arc -> account.found(arc.place, arc.sinceMs));
    }
  }

  /** The target lacks a write of a key, which this shard has or is about to have. */
  void missed(int keyspaceId, long token, byte[] key) {
    StorageKey at = new StorageKey(space, token, HintFormat.key(keyspaceId, key));
    Note note = new Note(at);
    underWay++;
    shard
        .update(at, note::apply)
        .onComplete(
            durable -> {
              underWay--;
              if (note.isFull) {
                dirty(keyspaceId, token);
              } else {
                stats.count(Counter.NOTED);
              }
            },
            refused -> {
              underWay--;
              note.undo();
              dirty(keyspaceId, token);
            });
  }

  /** One hint on its way to the disk. */
  private final class Note {
    private final StorageKey at;
    private long addedBytes;
    private boolean isFull;

    Note(StorageKey at) {
      this.at = at;
    }

    byte[] apply(byte[] before) {
      long sinceMs = before == null ? clock.wallMs() : HintFormat.sinceMs(before);
      byte[] value = HintFormat.value(sinceMs, stamps.getAsLong());
      if (before == null) {
        long sizeBytes = sizeBytes(at.key(), value);
        if (!account.tryAdd(sizeBytes, sinceMs)) {
          isFull = true;
          return null;
        }
        addedBytes = sizeBytes;
        if (!loaded) {
          countedEarly.add(at);
        }
      }
      return value;
    }

    void undo() {
      if (addedBytes > 0) {
        account.removing(addedBytes);
        account.removed(addedBytes);
      }
    }
  }

  /**
   * A hint has done its work, unless more was missed since it was read.
   *
   * @return whether it is gone; fails where the store refuses, and it stays
   */
  Future<Boolean> forget(Hint hint) {
    StorageKey at =
        new StorageKey(space, hint.token(), HintFormat.key(hint.keyspaceId(), hint.key()));
    Removal removal = new Removal(hint, at);
    removals++;
    Future<byte[]> outcome = shard.update(at, removal::apply);
    outcome.onComplete(removal::ended);
    return outcome.map(after -> removal.removedBytes > 0);
  }

  /** One hint on its way out. */
  private final class Removal {
    private final Hint hint;
    private final StorageKey at;
    private long removedBytes;

    Removal(Hint hint, StorageKey at) {
      this.hint = hint;
      this.at = at;
    }

    byte[] apply(byte[] before) {
      if (before == null
          || HintFormat.hint(hint.token(), at.key(), before).stamp() != hint.stamp()) {
        return before;
      }
      removedBytes = sizeBytes(at.key(), before);
      account.removing(removedBytes);
      return null;
    }

    void ended(AsyncResult<byte[]> outcome) {
      removals--;
      if (removedBytes > 0 && outcome.succeeded()) {
        account.removed(removedBytes);
      } else if (removedBytes > 0) {
        account.kept(removedBytes, hint.sinceMs());
      }
    }
  }

  private void dirty(int keyspaceId, long token) {
    stats.count(Counter.UNHINTED);
    DirtyArc arc = account.dirty(place(keyspaceId, token), clock.wallMs());
    note(arc, false);
  }

  /**
   * Sees to it that a dirty arc is noted.
   *
   * @param forVisit also where it is noted already, and more was missed since
   */
  void note(DirtyArc arc, boolean forVisit) {
    if (arc.isBeingNoted()
        || arc.isLeaving()
        || arc.mayBeVisited()
        || (arc.isNoted() && !forVisit)) {
      return;
    }
    arc.noting();
    byte[] value = HintFormat.arcValue(arc.sinceMs());
    shard
        .update(at(arc.place()), before -> value)
        .onComplete(durable -> arc.noted(true), refused -> arc.noted(false));
  }

  /**
   * Nothing is missed in an arc any more, unless more was missed since.
   *
   * @return fails where the store refuses: then the arc stays dirty
   */
  Future<byte[]> clean(DirtyArc arc) {
    arc.leaving();
    return shard
        .update(at(arc.place()), before -> null)
        .onComplete(
            removal -> {
              if (arc.left(removal.succeeded())) {
                account.clean(arc.place());
              }
            });
  }

  /** Where nothing is left, the store need not remember what was removed. */
  void sweep() {
    if (isEmpty() && account.removals() >= MANY_REMOVALS) {
      account.swept();
      shard.dropKeyspace(space);
    }
  }

  /** The target is no member any more. */
  void drop() {
    account.clear();
    shard.dropKeyspace(space);
  }

  private StorageKey at(DirtyArc.Place place) {
    long first = Partitions.tokens(place.partition(), partitions.getAsInt()).from();
    return new StorageKey(space, first, HintFormat.arcKey(place.keyspaceId()));
  }

  private DirtyArc.Place place(int keyspaceId, long token) {
    return new DirtyArc.Place(keyspaceId, Partitions.of(token, partitions.getAsInt()));
  }

  private static long sizeBytes(byte[] key, byte[] value) {
    return (long) key.length + value.length;
  }
}
