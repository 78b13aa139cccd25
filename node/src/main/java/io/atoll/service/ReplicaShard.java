package io.atoll.service;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.HybridClock;
import io.atoll.causal.Siblings;
import io.atoll.env.Clock;
import io.atoll.replication.Conflicts;
import io.atoll.replication.LocalReplicas.WriteListener;
import io.atoll.replication.Merged;
import io.atoll.replication.Raise;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.Keyspace;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageShard;
import io.vertx.core.Future;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/**
 * The replicas of one shard: what a write or an apply does to the stored state of a key. Lives on
 * the shard's loop.
 *
 * <p>The actor of its dots is (member, generation × {@value #RUNS_PER_GENERATION} + failures). A
 * state leaves for other replicas before it is on this disk; when the log then fails and the engine
 * undoes it, the next write would make the same dot again for another value. So each such failure
 * starts another incarnation, as a crash would, and the engine starts a new generation after a run
 * that had one. While the node has no generation that is certainly its own, no dot is made.
 */
public final class ReplicaShard {
  /** After how many failures of the log a generation is worn. */
  static final int RUNS_PER_GENERATION = 1_024;

  /**
   * A write that leaves siblings may make a state as large as this, and a larger one smaller: what
   * each further write of the key costs every replica. Merging keeps to no such bound, so a state
   * may have as much of each replica; where there are very many of them it is less, so that the
   * storage takes them all together.
   */
  static final int MAX_STATE_BYTES = 4 * 1024 * 1024;

  /**
   * With more actors than this a state loses those that never were: a thousand incarnations of real
   * ones do no harm, and a replica that lags behind the topology must not take a new member for
   * none.
   */
  static final int MANY_ACTORS = 1_024;

  private final StorageShard shard;
  private final Clock clock;
  private final int member;
  private final Incarnation incarnation;
  private final Predicate<Actor> neverWas;
  private final HybridClock hybridClock = new HybridClock();
  private final HiddenLosses hiddenLosses = new HiddenLosses();
  private Actor actor;
  private int generation;
  private int failures;

  /**
   * @param member this node's number
   * @param incarnation under what it makes its dots
   * @param membersGiven how many numbers of members the newest topology has given, on any thread
   */
  public ReplicaShard(
      StorageShard shard,
      Clock clock,
      int member,
      Incarnation incarnation,
      IntSupplier membersGiven) {
    this.shard = shard;
    this.clock = clock;
    this.member = member;
    this.incarnation = incarnation;
    this.neverWas = actor -> actor.member() >= membersGiven.getAsInt();
  }

  Future<Siblings> read(StorageKey key) {
    Future<byte[]> stored = shard.get(key);
    if (stored.succeeded()) {
      return Future.succeededFuture(decode(stored.result()));
    }
    return stored.map(ReplicaShard::decode).recover(cause -> Future.failedFuture(refusal(cause)));
  }

  Future<byte[]> readEncoded(StorageKey key) {
    Future<byte[]> stored = shard.get(key);
    if (stored.succeeded() && stored.result() != null) {
      return stored;
    }
    return stored
        .map(bytes -> bytes == null ? Siblings.EMPTY.encode() : bytes)
        .recover(cause -> Future.failedFuture(refusal(cause)));
  }

  Future<Merged> merge(Keyspace keyspace, StorageKey key, Siblings theirs) {
    MergeEvent event = new MergeEvent(keyspace, key, theirs);
    return shard
        .update(key, event::apply)
        .map(durable -> event.outcome)
        .recover(cause -> Future.failedFuture(refusal(cause)));
  }

  /**
   * A state without the actors that never were, should it have many. Each replica drops them by
   * itself, whatever others still have, so that they are gone when all have been written to.
   */
  private Siblings sound(Siblings state) {
    return state.withoutActors(neverWas, MANY_ACTORS);
  }

  /** One merge on its way. */
  private final class MergeEvent {
    private final Keyspace keyspace;
    private final StorageKey key;
    private final Siblings theirs;
    private Merged outcome = Merged.KEPT;

    MergeEvent(Keyspace keyspace, StorageKey key, Siblings theirs) {
      this.keyspace = keyspace;
      this.key = key;
      this.theirs = theirs;
    }

    byte[] apply(byte[] current) {
      if (current == null) {
        return sound(theirs).encode();
      }
      Siblings mine = decode(current);
      outcome = Conflicts.outcome(keyspace.conflicts(), mine, theirs);
      Siblings merged = sound(Conflicts.merge(keyspace.conflicts(), mine, theirs));
      if (keyspace.conflicts() == ConflictPolicy.LWW) {
        if (outcome.newer() == 0) {
          outcome = Merged.of(hiddenLosses.newerThan(key, mine, theirs));
        }
        hiddenLosses.merged(key, mine, merged);
      }
      return merged.equals(mine) ? current : merged.encode();
    }
  }

  void write(Keyspace keyspace, StorageKey key, WriteRequest write, WriteListener listener) {
    write(key, new WriteEvent(keyspace, write, null, listener));
  }

  void rewrite(
      Keyspace keyspace, StorageKey key, WriteRequest write, Raise raise, WriteListener listener) {
    write(key, new WriteEvent(keyspace, write, raise, listener));
  }

  private void write(StorageKey key, WriteEvent event) {
    shard
        .update(key, event::apply)
        .onComplete(
            durable -> event.durable(),
            cause -> {
              if (event.made) {
                nextIncarnation();
              }
              event.listener.failed(event.refusal != null ? event.refusal : refusal(cause));
            });
  }

  /** One write on its way. */
  private final class WriteEvent {
    private final Keyspace keyspace;
    private final WriteRequest write;
    private final Raise raise;
    private final WriteListener listener;
    private boolean made;
    private Siblings newer;
    private RequestFailure refusal;

    /**
     * @param raise null for a write that is made for the first time
     */
    WriteEvent(Keyspace keyspace, WriteRequest write, Raise raise, WriteListener listener) {
      this.keyspace = keyspace;
      this.write = write;
      this.raise = raise;
      this.listener = listener;
    }

    byte[] apply(byte[] current) {
      try {
        return tryApply(current);
      } catch (MalformedBytesException damaged) {
        refusal = new RequestFailure.StorageRefused(damaged.getMessage());
        return current;
      }
    }

    private byte[] tryApply(byte[] current) {
      Siblings before = sound(decode(current));
      Actor writer = actorFor(before, write.context());
      if (writer == null) {
        refusal =
            new RequestFailure.Overloaded(
                "this node is about to take a new incarnation to write under: try again");
        return current;
      }
      if (isAtTheEndOfTime(keyspace, before)) {
        refusal = endOfTime(before);
        return current;
      }
      if (raise != null && !raise.fits(before)) {
        newer = before;
        return current;
      }
      hybridClock.observe(before.maxTimestamp(), clock.wallMs());
      Siblings after =
          before.put(
              writer,
              write.context(),
              timestamp(before),
              write.delete(),
              write.contentType(),
              write.value());
      CausalContext seen = after.contextAfterPut(writer, write.context());
      Siblings kept = Conflicts.keep(keyspace.conflicts(), after);
      int mostBytes = mostStateBytes(keyspace);
      if (kept.versions().size() > 1
          && kept.encodedSizeBytes() > mostBytes
          && kept.encodedSizeBytes() > before.encodedSizeBytes()) {
        refusal = tooManySiblings(before, mostBytes);
        return current;
      }
      byte[] encoded = kept.encode();
      // From here on others may have the dot, so that, whatever fails, it is not made again.
      made = true;
      listener.made(kept, seen);
      return encoded;
    }

    /** What is raised gets no later time than it needs: see {@link Raise}. */
    private long timestamp(Siblings before) {
      return raise != null
          ? HybridClock.above(raise.above())
          : Conflicts.timestamp(
              keyspace.conflicts(), before, write.context(), hybridClock.next(clock.wallMs()));
    }

    void durable() {
      if (refusal != null) {
        listener.failed(refusal);
      } else if (newer != null) {
        listener.overtaken(newer);
      } else {
        listener.durable();
      }
    }

    private RequestFailure tooManySiblings(Siblings before, int mostBytes) {
      return new RequestFailure.TooManySiblings(
          "the key holds %d concurrent values of %d bytes together, the most is %d: read it and write with the context that the read gives"
              .formatted(before.versions().size(), before.encodedSizeBytes(), mostBytes));
    }
  }

  private static int mostStateBytes(Keyspace keyspace) {
    return Math.min(MAX_STATE_BYTES, StorageShard.MAX_VALUE_BYTES / keyspace.replicas());
  }

  /** Who makes the dots now; null while nobody may. */
  private Actor actor() {
    int newest = incarnation.generation();
    if (newest != generation) {
      generation = newest;
      failures = 0;
      actor = newest == 0 ? null : actorOfNow();
    }
    return actor;
  }

  /**
   * Who makes the dot of a write. Only a state that was damaged or forged says that an actor has no
   * number left; then the next incarnation takes over, for good.
   */
  private Actor actorFor(Siblings before, CausalContext context) {
    Actor writer = actor();
    while (writer != null && !before.hasRoomFor(writer, context)) {
      nextIncarnation();
      writer = actor;
    }
    return writer;
  }

  private Actor actorOfNow() {
    return new Actor(member, (long) generation * RUNS_PER_GENERATION + failures);
  }

  /** No clock and no context leads there, only a state that a peer forged. */
  private static boolean isAtTheEndOfTime(Keyspace keyspace, Siblings state) {
    return keyspace.conflicts() == ConflictPolicy.LWW && state.maxTimestamp() == Long.MAX_VALUE;
  }

  private static RequestFailure endOfTime(Siblings state) {
    return new RequestFailure.StorageRefused(
        "the key holds a version of the last possible time, so that no write can be later: %s"
            .formatted(state.versions()));
  }

  private void nextIncarnation() {
    failures++;
    if (failures < RUNS_PER_GENERATION) {
      actor = actorOfNow();
    } else {
      actor = null;
      incarnation.renew(
          generation, "%d incarnations of it are worn by failures".formatted(failures));
    }
  }

  private static Siblings decode(byte[] stored) {
    return stored == null ? Siblings.EMPTY : Siblings.decode(stored);
  }

  private static RequestFailure refusal(Throwable cause) {
    if (cause instanceof StorageException refused) {
      return switch (refused.reason()) {
        case OVERLOADED -> new RequestFailure.Overloaded(refused.getMessage());
        case IN_USE,
            OTHER_OWNER,
            NEWER_FORMAT,
            NOT_ACCESSIBLE,
            DAMAGED,
            DISK_FULL,
            LOG_FAILED,
            MEMTABLE_FULL,
            TOO_LARGE,
            DROPPED,
            MALFORMED,
            NOT_EMPTY,
            CLOSED ->
            new RequestFailure.StorageRefused(refused.getMessage());
      };
    }
    return new RequestFailure.StorageRefused(String.valueOf(cause.getMessage()));
  }
}
