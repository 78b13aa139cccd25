package io.atoll.bench.storage;

import io.atoll.net.EventLoops;
import io.atoll.ring.Partitions;
import io.atoll.runtime.RuntimeEnv;
import io.atoll.runtime.RuntimeSettings;
import io.atoll.storage.Durability;
import io.atoll.storage.NodeIdentity;
import io.atoll.storage.ScanRange;
import io.atoll.storage.StorageEngine;
import io.atoll.storage.StorageEnv;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.StorageShard;
import io.atoll.storage.engine.LsmEngine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Atoll's engine behind the real doors: event loops, files, a worker. The methods {@link
 * #settings}, {@link #put}, {@link #scan} and {@link #settle} are all that knows how it is asked.
 */
final class Atoll implements Contestant {
  static final int KEYSPACE = 1;
  private static final int PARTITIONS = 4_096;
  private static final long POLL_MS = 20;

  private final Vertx vertx;
  private final RuntimeEnv env;
  private final StorageEngine engine;

  private Atoll(Vertx vertx, RuntimeEnv env, StorageEngine engine) {
    this.vertx = vertx;
    this.env = env;
    this.engine = engine;
  }

  /**
   * @param loops over which the shards are spread: 1 where one thread does all the asking
   */
  static Atoll open(Path directory, Budget budget, int loops) throws Exception {
    Vertx vertx = EventLoops.vertx(new VertxOptions().setEventLoopPoolSize(loops));
    RuntimeSettings settings =
        RuntimeSettings.of("bench", "bench", new byte[0], directory).withLoops(loops);
    RuntimeEnv env = await(RuntimeEnv.open(vertx, settings));
    NodeIdentity owner = new NodeIdentity("bench", "bench");
    StorageEngine engine =
        await(
            LsmEngine.open(
                StorageEnv.of(env, settings(budget).reads().readers()), owner, settings(budget)));
    return new Atoll(vertx, env, engine);
  }

  /** Memory as the budget says, and a log that is not flushed for its length before that. */
  private static StorageSettings settings(Budget budget) {
    StorageSettings usual = StorageSettings.DEFAULT;
    long logBytes = Math.max(usual.log().maxBytes(), 2 * budget.bufferBytes());
    return usual
        .with(usual.shards().withMemtableBytes(budget.bufferBytes()))
        .with(usual.log().withMaxBytes(logBytes))
        .with(usual.reads().withCacheBytes(budget.cacheBytes()));
  }

  /**
   * One write, acknowledged when synced or, if that is not asked for, as soon as the log has it.
   */
  private static Future<?> put(StorageShard shard, StorageKey key, byte[] value, boolean synced) {
    return shard.put(key, synced ? Durability.SYNCED : Durability.BUFFERED, value);
  }

  @Override
  public Tally drive(Load load) throws Exception {
    int loops = env.loops().size();
    if (load.single() && loops != 1) {
      throw new IllegalArgumentException("one thread asks, so the engine must be on one loop");
    }
    List<LoopClient> clients = new ArrayList<>();
    for (int i = 0; i < loops; i++) {
      int window = load.inFlight() / loops + (i < load.inFlight() % loops ? 1 : 0);
      clients.add(new LoopClient(this, i, load, window));
    }
    long begin = System.nanoTime();
    for (LoopClient client : clients) {
      client.start();
    }
    Tally all = new Tally();
    for (LoopClient client : clients) {
      all.add(await(client.outcome()));
    }
    return all.lasting(System.nanoTime() - begin);
  }

  /** A loop's operations go through here, on that loop. */
  Future<?> ask(StorageKey key, Draw draw, boolean synced) {
    StorageShard shard = engine.shard(shardOf(key.token()));
    return draw.isWrite()
        ? put(shard, key, Entries.value(draw.entry(), draw.salt()), synced)
        : shard.get(key);
  }

  io.atoll.env.Loop loop(int index) {
    return env.loops().get(index);
  }

  /** Whether a token's shard lives on that loop. */
  boolean isOn(int loop, long token) {
    return env.loops().size() == 1 || engine.loopOf(shardOf(token)).equals(env.loops().get(loop));
  }

  private int shardOf(long token) {
    return engine.shardOf(Partitions.of(token, PARTITIONS));
  }

  @Override
  public long scan() throws Exception {
    AtomicLong count = new AtomicLong();
    for (int i = 0; i < engine.shardCount(); i++) {
      int shard = i;
      Promise<StorageKey> end = Promise.promise();
      engine
          .loopOf(shard)
          .execute(
              () ->
                  engine
                      .shard(shard)
                      .scan(ScanRange.all(KEYSPACE), new Counter(count)::visit)
                      .onComplete(end));
      await(end.future());
    }
    return count.get();
  }

  /** Looks at every key and value, as whoever scans would. */
  private static final class Counter {
    private final AtomicLong total;
    private long count;

    Counter(AtomicLong total) {
      this.total = total;
      this.count = total.get();
    }

    @SuppressWarnings("unused") // the token is part of what a visitor is shown
    boolean visit(long token, byte[] key, byte[] value) {
      if (key.length + value.length != Entries.USER_BYTES) {
        throw new IllegalStateException("Atoll showed an entry of another length");
      }
      total.setPlain(++count);
      return true;
    }
  }

  @Override
  public void settle() throws Exception {
    for (int i = 0; i < engine.shardCount(); i++) {
      int shard = i;
      Promise<Void> flushed = Promise.promise();
      engine.loopOf(shard).execute(() -> engine.shard(shard).flush().onComplete(flushed));
      await(flushed.future());
    }
    // What stats answers is as old as the question before: the first answer is passed over.
    engine.stats();
    do {
      Thread.sleep(POLL_MS);
    } while (engine.stats().value(StorageMetric.COMPACTION_DEBT_BYTES) > 0);
  }

  @Override
  public void close() throws IOException {
    try {
      await(engine.close());
      await(env.close());
      await(vertx.close());
    } catch (Exception e) {
      throw new IOException("Atoll's engine did not close", e);
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    CompletableFuture<T> completed = new CompletableFuture<>();
    future.onComplete(
        (result, failure) -> {
          if (failure == null) {
            completed.complete(result);
          } else {
            completed.completeExceptionally(failure);
          }
        });
    return completed.get();
  }
}
