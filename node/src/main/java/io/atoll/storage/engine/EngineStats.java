package io.atoll.storage.engine;

import io.atoll.env.Loop;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageStats;
import io.atoll.storage.log.LogRecovery;
import io.atoll.storage.shard.EngineParts;
import io.atoll.storage.shard.LsmShard;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Gathers what the shards count. Any thread may ask; each shard's counters belong to its loop, so
 * asking has them published anew there, and answers what was published last.
 */
final class EngineStats {
  private final List<Loop> loops;
  private final List<LsmShard> shards;
  private final EngineParts parts;
  private final LogRecovery.Recovered recovered;
  private final AtomicReferenceArray<StorageStats> published;
  private final AtomicBoolean[] asked;

  /**
   * @param shards in ascending order; what they hold now is published
   */
  EngineStats(
      List<Loop> loops, List<LsmShard> shards, EngineParts parts, LogRecovery.Recovered recovered) {
    this.loops = loops;
    this.shards = shards;
    this.parts = parts;
    this.recovered = recovered;
    this.published = new AtomicReferenceArray<>(shards.size());
    this.asked = new AtomicBoolean[loops.size()];
    Arrays.setAll(asked, i -> new AtomicBoolean());
    shards.forEach(this::publish);
  }

  StorageStats newest() {
    for (int i = 0; i < asked.length; i++) {
      ask(i);
    }
    StorageStats.Builder sum = new StorageStats.Builder().plus(parts.log().stats());
    for (int i = 0; i < published.length(); i++) {
      sum.plus(published.get(i));
    }
    return sum.set(StorageMetric.READ_QUEUE, parts.readPool().queued())
        .set(StorageMetric.LOG_QUEUE, parts.log().queuedWrites())
        .set(StorageMetric.LOG_RECOVERED_BYTES, recovered.readBytes())
        .set(StorageMetric.LOG_DROPPED_BYTES, recovered.droppedBytes())
        .readOnly(refusal(sum.failing()))
        .build();
  }

  /**
   * @param failing why memtables may not become tables; null when they may
   */
  private String refusal(String failing) {
    StorageException failure = parts.log().failure();
    if (failure != null) {
      return failure.getMessage();
    }
    return failing != null && parts.memory().budget().share() >= 1
        ? "memory for writes is full and cannot be flushed (%s)".formatted(failing)
        : null;
  }

  private void ask(int loop) {
    if (asked[loop].compareAndSet(false, true)) {
      loops
          .get(loop)
          .execute(
              () -> {
                asked[loop].set(false);
                for (int shard = loop; shard < shards.size(); shard += loops.size()) {
                  publish(shards.get(shard));
                }
              });
    }
  }

  private void publish(LsmShard shard) {
    published.set(shard.number(), shard.store().stats());
  }
}
