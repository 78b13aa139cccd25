package io.atoll.service;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.replication.LocalReplicas;
import io.atoll.replication.Merged;
import io.atoll.replication.Raise;
import io.atoll.replication.ReadSizes;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.resilience.ByteBudget;
import io.atoll.ring.Keyspace;
import io.atoll.storage.StorageEngine;
import io.atoll.storage.StorageKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongToIntFunction;
import java.util.function.ToIntFunction;

/**
 * This node's replicas as one loop reaches them: a shard of the same loop directly, one of another
 * loop by a message there and back.
 */
public final class ShardReplicas implements LocalReplicas {
  private final Loop home;
  private final StorageEngine engine;
  private final List<ReplicaShard> shards;
  private final LongToIntFunction partitionOf;
  private final WaitingWrites waiting;
  private final ByteBudget forClients;
  private final ByteBudget forPeers;

  /**
   * @param shards by shard number, each to be touched on its own loop only
   * @param partitionOf the partition of a token
   * @param forClients memory for states that are read for clients of this node
   * @param forPeers memory for states that are read for others
   * @param waiting takes the writes that come before the node has an incarnation
   */
  public ShardReplicas(
      Loop home,
      StorageEngine engine,
      List<ReplicaShard> shards,
      LongToIntFunction partitionOf,
      WaitingWrites waiting,
      ByteBudget forClients,
      ByteBudget forPeers) {
    this.home = home;
    this.engine = engine;
    this.shards = shards;
    this.partitionOf = partitionOf;
    this.waiting = waiting;
    this.forClients = forClients;
    this.forPeers = forPeers;
  }

  @Override
  public Future<Siblings> read(Keyspace keyspace, long token, byte[] key) {
    StorageKey at = new StorageKey(keyspace.id(), token, key);
    return read(token, shard -> shard.read(at), Siblings::encodedSizeBytes, forClients);
  }

  @Override
  public Future<byte[]> readEncoded(Keyspace keyspace, long token, byte[] key) {
    StorageKey at = new StorageKey(keyspace.id(), token, key);
    return read(token, shard -> shard.readEncoded(at), state -> state.length, forPeers);
  }

  @Override
  public Future<Merged> merge(Keyspace keyspace, long token, byte[] key, Siblings theirs) {
    StorageKey at = new StorageKey(keyspace.id(), token, key);
    return onShard(token, shard -> shard.merge(keyspace, at, theirs));
  }

  /**
   * Reads; a state that was read on another loop is reserved until this loop takes it, for one loop
   * may read faster than another takes.
   */
  private <T> Future<T> read(
      long token,
      Function<ReplicaShard, Future<T>> call,
      ToIntFunction<T> sizeBytes,
      ByteBudget memory) {
    int number = shardOf(token);
    ReplicaShard shard = shards.get(number);
    Loop loop = engine.loopOf(number);
    if (loop.equals(home)) {
      return outcome(call, shard);
    }
    Promise<T> answer = Promise.promise();
    loop.execute(
        () -> {
          if (memory.isExhausted()) {
            home.execute(() -> answer.fail(full(memory)));
          } else {
            outcome(call, shard)
                .onComplete(
                    state -> bringHome(state, sizeBytes.applyAsInt(state), memory, answer),
                    refused -> home.execute(() -> answer.fail(refused)));
          }
        });
    return answer.future();
  }

  private <T> void bringHome(T state, int sizeBytes, ByteBudget memory, Promise<T> answer) {
    long takes = ReadSizes.of(sizeBytes);
    if (takes > 0 && !memory.tryReserve(takes)) {
      home.execute(() -> answer.fail(full(memory)));
      return;
    }
    home.execute(
        () -> {
          if (takes > 0) {
            memory.release(takes);
          }
          answer.complete(state);
        });
  }

  private static RequestFailure full(ByteBudget memory) {
    return new RequestFailure.Overloaded(
        "%d bytes are held for requests, all that may be: nothing was attempted"
            .formatted(memory.totalBytes()));
  }

  private <T> Future<T> onShard(long token, Function<ReplicaShard, Future<T>> call) {
    int number = shardOf(token);
    ReplicaShard shard = shards.get(number);
    Loop loop = engine.loopOf(number);
    if (loop.equals(home)) {
      return outcome(call, shard);
    }
    Promise<T> answer = Promise.promise();
    loop.execute(() -> outcome(call, shard).onComplete(r -> home.execute(() -> answer.handle(r))));
    return answer.future();
  }

  /** Whoever asked, here or on another node, gets an answer whatever is thrown. */
  private static <T> Future<T> outcome(Function<ReplicaShard, Future<T>> call, ReplicaShard shard) {
    try {
      return call.apply(shard);
    } catch (Throwable defect) {
      FatalError.passOn(defect);
      return Future.failedFuture(defect);
    }
  }

  @Override
  public void write(Keyspace keyspace, long token, WriteRequest write, WriteListener listener) {
    if (waiting.mustWait()) {
      waiting.add(keyspace, write, listener, () -> onShard(keyspace, token, write, listener));
    } else {
      onShard(keyspace, token, write, listener);
    }
  }

  private void onShard(Keyspace keyspace, long token, WriteRequest write, WriteListener listener) {
    int shard = shardOf(token);
    StorageKey at = new StorageKey(keyspace.id(), token, write.key());
    Loop loop = engine.loopOf(shard);
    if (loop.equals(home)) {
      shards.get(shard).write(keyspace, at, write, listener);
    } else {
      loop.execute(() -> shards.get(shard).write(keyspace, at, write, new LoopListener(listener)));
    }
  }

  @Override
  public void rewrite(
      Keyspace keyspace, long token, WriteRequest write, Raise raise, WriteListener listener) {
    int shard = shardOf(token);
    StorageKey at = new StorageKey(keyspace.id(), token, write.key());
    Loop loop = engine.loopOf(shard);
    if (loop.equals(home)) {
      shards.get(shard).rewrite(keyspace, at, write, raise, listener);
    } else {
      WriteListener back = new LoopListener(listener);
      loop.execute(() -> shards.get(shard).rewrite(keyspace, at, write, raise, back));
    }
  }

  private int shardOf(long token) {
    return engine.shardOf(partitionOf.applyAsInt(token));
  }

  /** Brings what a shard tells back to the home loop. */
  private final class LoopListener implements WriteListener {
    private final WriteListener listener;

    LoopListener(WriteListener listener) {
      this.listener = listener;
    }

    @Override
    public void made(Siblings state, CausalContext clientContext) {
      home.execute(() -> listener.made(state, clientContext));
    }

    @Override
    public void durable() {
      home.execute(listener::durable);
    }

    @Override
    public void failed(RequestFailure failure) {
      home.execute(() -> listener.failed(failure));
    }

    @Override
    public void overtaken(Siblings newer) {
      home.execute(() -> listener.overtaken(newer));
    }
  }
}
