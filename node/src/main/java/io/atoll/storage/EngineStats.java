package io.atoll.storage;

import io.atoll.env.Loop;
import io.atoll.storage.log.LogRecovery;
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
  private final AtomicReferenceArray<ShardStats> published;
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
    ShardStats sum = ShardStats.NONE;
    for (int i = 0; i < published.length(); i++) {
      sum = sum.plus(published.get(i));
    }
    StorageException failure = parts.log().failure();
    return new StorageStats(
        sum,
        parts.log().counters(),
        parts.log().queuedWrites(),
        parts.readPool().queued(),
        failure == null ? null : failure.getMessage(),
        recovered.readBytes(),
        recovered.droppedBytes());
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
