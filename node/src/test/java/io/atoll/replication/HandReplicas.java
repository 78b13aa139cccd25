package io.atoll.replication;

import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.ring.Keyspace;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** This node's own replicas, in memory: at once and durable, unless the test holds them back. */
final class HandReplicas implements LocalReplicas {
  private final Map<String, Siblings> states = new HashMap<>();
  private final Map<String, Siblings> synced = new HashMap<>();
  private final List<Runnable> held = new ArrayList<>();
  private final List<String> merged = new ArrayList<>();
  private final Actor actor;
  private boolean holdReads;
  private boolean holdMaking;
  private boolean holdSyncs;
  private RequestFailure refusal;
  private RequestFailure syncFailure;
  private int writes;

  HandReplicas(Actor actor) {
    this.actor = actor;
  }

  void holdReads() {
    holdReads = true;
  }

  /** Writes wait before they are even made. */
  void holdMaking() {
    holdMaking = true;
  }

  /** Writes and merges wait for the disk. */
  void holdSyncs() {
    holdSyncs = true;
  }

  void refuseWrites(RequestFailure failure) {
    refusal = failure;
  }

  void failSyncs(RequestFailure failure) {
    syncFailure = failure;
  }

  /** Lets everything go on that was held. */
  void release() {
    List<Runnable> now = List.copyOf(held);
    held.clear();
    now.forEach(Runnable::run);
  }

  void put(String key, Siblings state) {
    states.put(key, state);
    synced.put(key, state);
  }

  Siblings state(String key) {
    return states.getOrDefault(key, Siblings.EMPTY);
  }

  /** What is on disk of a key by now. */
  Siblings synced(String key) {
    return synced.getOrDefault(key, Siblings.EMPTY);
  }

  /** How many writes were made here. */
  int writes() {
    return writes;
  }

  /** The keys that were merged into, in order. */
  List<String> merged() {
    return merged;
  }

  @Override
  public Future<Siblings> read(Keyspace keyspace, long token, byte[] key) {
    if (!holdReads) {
      return Future.succeededFuture(state(text(key)));
    }
    Promise<Siblings> answer = Promise.promise();
    held.add(() -> answer.complete(state(text(key))));
    return answer.future();
  }

  @Override
  public Future<byte[]> readEncoded(Keyspace keyspace, long token, byte[] key) {
    return read(keyspace, token, key).map(Siblings::encode);
  }

  @Override
  public Future<Merged> merge(Keyspace keyspace, long token, byte[] key, Siblings theirs) {
    String name = text(key);
    merged.add(name);
    Merged outcome = Conflicts.outcome(keyspace.conflicts(), state(name), theirs);
    states.put(name, Conflicts.merge(keyspace.conflicts(), state(name), theirs));
    if (syncFailure != null) {
      return Future.failedFuture(syncFailure);
    }
    Promise<Merged> done = Promise.promise();
    Siblings after = state(name);
    run(
        holdSyncs,
        () -> {
          synced.put(name, after);
          done.complete(outcome);
        });
    return done.future();
  }

  @Override
  public void write(Keyspace keyspace, long token, WriteRequest write, WriteListener listener) {
    if (refusal != null) {
      listener.failed(refusal);
      return;
    }
    run(holdMaking, () -> make(keyspace, write, 0, listener));
  }

  @Override
  public void rewrite(
      Keyspace keyspace, long token, WriteRequest write, Raise raise, WriteListener listener) {
    if (refusal != null) {
      listener.failed(refusal);
      return;
    }
    run(
        holdMaking,
        () -> {
          Siblings current = state(text(write.key()));
          if (raise.fits(current)) {
            make(keyspace, write, raise.above(), listener);
          } else {
            listener.overtaken(current);
          }
        });
  }

  private void make(Keyspace keyspace, WriteRequest write, long above, WriteListener listener) {
    writes++;
    long time = Math.max(writes, above + 1);
    String name = text(write.key());
    Siblings made =
        state(name)
            .put(actor, write.context(), time, write.delete(), write.contentType(), write.value());
    CausalContext seen = made.contextAfterPut(actor, write.context());
    Siblings kept = Conflicts.keep(keyspace.conflicts(), made);
    states.put(name, kept);
    listener.made(kept, seen);
    run(
        holdSyncs,
        () -> {
          if (syncFailure != null) {
            listener.failed(syncFailure);
          } else {
            listener.durable();
          }
        });
  }

  private void run(boolean hold, Runnable task) {
    if (hold) {
      held.add(task);
    } else {
      task.run();
    }
  }

  private static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }
}
