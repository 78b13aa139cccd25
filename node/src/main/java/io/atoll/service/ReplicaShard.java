package io.atoll.service;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.HybridClock;
import io.atoll.causal.Siblings;
import io.atoll.env.Clock;
import io.atoll.env.Invariant;
import io.atoll.replication.Conflicts;
import io.atoll.replication.LocalReplicas.WriteListener;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.Keyspace;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageShard;
import io.vertx.core.Future;

/**
 * The replicas of one shard: what a write or an apply does to the stored state of a key. Lives on
 * the shard's loop.
 *
 * <p>The actor of its dots is (member, generation × {@value #RUNS_PER_GENERATION} + failures). A
 * state leaves for other replicas before it is on this disk; when the log then fails and the engine
 * undoes it, the next write would make the same dot again for another value. So each such failure
 * starts another incarnation, as a crash would, and the engine starts a new generation after a run
 * that had one.
 */
public final class ReplicaShard {
  /** How many failures of the log one run of a node survives. */
  static final int RUNS_PER_GENERATION = 1_024;

  /** A state larger than this takes no more siblings, so that it always fits a frame. */
  static final int MAX_STATE_BYTES = 4 * 1024 * 1024;

  private final StorageShard shard;
  private final Clock clock;
  private final int member;
  private final int firstIncarnation;
  private final HybridClock hybridClock = new HybridClock();
  private Actor actor;
  private int failures;

  /**
   * @param member this node's number
   * @param generation of the data directory: higher at every start after a crash
   */
  public ReplicaShard(StorageShard shard, Clock clock, int member, int generation) {
    this.shard = shard;
    this.clock = clock;
    this.member = member;
    this.firstIncarnation = Math.multiplyExact(generation, RUNS_PER_GENERATION);
    this.actor = new Actor(member, firstIncarnation);
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

  Future<Void> merge(Keyspace keyspace, StorageKey key, Siblings theirs) {
    return shard
        .update(key, current -> merged(keyspace, current, theirs))
        .<Void>mapEmpty()
        .recover(cause -> Future.failedFuture(refusal(cause)));
  }

  private byte[] merged(Keyspace keyspace, byte[] current, Siblings theirs) {
    if (current == null) {
      return theirs.encode();
    }
    Siblings mine = decode(current);
    Siblings merged = Conflicts.merge(keyspace.conflicts(), mine, theirs);
    return merged.equals(mine) ? current : merged.encode();
  }

  void write(Keyspace keyspace, StorageKey key, WriteRequest write, WriteListener listener) {
    WriteEvent event = new WriteEvent(keyspace, write, listener);
    shard
        .update(key, event::apply)
        .onComplete(
            durable -> event.durable(),
            cause -> {
              if (event.made) {
                nextIncarnation();
              }
              listener.failed(event.refusal != null ? event.refusal : refusal(cause));
            });
  }

  /** One write on its way. */
  private final class WriteEvent {
    private final Keyspace keyspace;
    private final WriteRequest write;
    private final WriteListener listener;
    private boolean made;
    private RequestFailure refusal;

    WriteEvent(Keyspace keyspace, WriteRequest write, WriteListener listener) {
      this.keyspace = keyspace;
      this.write = write;
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
      Siblings before = decode(current);
      if (isAtTheEndOfTime(keyspace, before)) {
        refusal = endOfTime(before);
        return current;
      }
      if (!hasActorFor(before, write.context())) {
        refusal = noActor(before);
        return current;
      }
      hybridClock.observe(before.maxTimestamp(), clock.wallMs());
      Siblings after =
          before.put(
              actor,
              write.context(),
              Conflicts.timestamp(keyspace.conflicts(), before, hybridClock.next(clock.wallMs())),
              write.delete(),
              write.contentType(),
              write.value());
      CausalContext seen = after.contextAfterPut(actor, write.context());
      Siblings kept = Conflicts.keep(keyspace.conflicts(), after);
      if (kept.versions().size() > 1 && kept.encodedSizeBytes() > MAX_STATE_BYTES) {
        refusal = tooManySiblings(before);
        return current;
      }
      made = true;
      listener.made(kept, seen);
      return kept.encode();
    }

    void durable() {
      if (refusal != null) {
        listener.failed(refusal);
      } else {
        listener.durable();
      }
    }

    private RequestFailure tooManySiblings(Siblings before) {
      return new RequestFailure.TooManySiblings(
          "the key holds %d concurrent values of %d bytes together, the most is %d: read it and write with the context that the read gives"
              .formatted(before.versions().size(), before.encodedSizeBytes(), MAX_STATE_BYTES));
    }
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

  /**
   * Whether some incarnation of this node can make the write. Only a state that was damaged or
   * forged says that one has no numbers left; then the next takes over, for good.
   */
  private boolean hasActorFor(Siblings before, CausalContext context) {
    while (!before.hasRoomFor(actor, context)) {
      if (failures + 1 == RUNS_PER_GENERATION) {
        return false;
      }
      nextIncarnation();
    }
    return true;
  }

  private RequestFailure noActor(Siblings before) {
    return new RequestFailure.StorageRefused(
        "the key's state names the highest possible counter of every incarnation of member %d, among %d actors: another replica has to take the write"
            .formatted(member, before.context().size()));
  }

  private void nextIncarnation() {
    failures++;
    Invariant.check(
        failures < RUNS_PER_GENERATION, "one run survives less than " + failures + " log failures");
    actor = new Actor(member, firstIncarnation + failures);
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
