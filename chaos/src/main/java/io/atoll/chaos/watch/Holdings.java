package io.atoll.chaos.watch;

import io.atoll.hints.HintSpace;
import io.atoll.node.Node;
import io.atoll.storage.ScanRange;
import io.atoll.storage.StorageEngine;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageShard;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every key that one node holds, of whatever keyspace and whoever owns it, read from its storage
 * shard by shard.
 */
public final class Holdings {
  private Holdings() {}

  /**
   * Reads all of it.
   *
   * @return completes, while virtual time passes, with every key's state, encoded; fails when a
   *     part cannot be read; never completes when the node dies meanwhile
   */
  public static Future<SortedMap<StorageKey, byte[]>> of(Node node) {
    StorageEngine engine = node.storage();
    SortedMap<StorageKey, byte[]> found = new TreeMap<>();
    List<Future<Void>> shards = new ArrayList<>();
    for (int i = 0; i < engine.shardCount(); i++) {
      StorageShard shard = engine.shard(i);
      Promise<Void> done = Promise.promise();
      engine.loopOf(i).execute(() -> readAll(shard, found).onComplete(done));
      shards.add(done.future());
    }
    return Future.all(shards).map(read -> found);
  }

  /**
   * Counts what it has noted of others that lack writes: hints and dirty arcs.
   *
   * @return completes as {@link #of} does
   */
  public static Future<Long> notes(Node node) {
    StorageEngine engine = node.storage();
    long[] found = {0};
    List<Future<Void>> shards = new ArrayList<>();
    for (int i = 0; i < engine.shardCount(); i++) {
      StorageShard shard = engine.shard(i);
      Promise<Void> done = Promise.promise();
      engine.loopOf(i).execute(() -> countNotes(shard, found).onComplete(done));
      shards.add(done.future());
    }
    return Future.all(shards).map(counted -> found[0]);
  }

  private static Future<Void> countNotes(StorageShard shard, long[] found) {
    List<Future<StorageKey>> scans = new ArrayList<>();
    for (int id : shard.keyspaces()) {
      if (HintSpace.isOne(id)) {
        scans.add(
            shard.scan(
                ScanRange.all(id),
                (token, key, value) -> {
                  found[0]++;
                  return true;
                }));
      }
    }
    return Future.all(scans).mapEmpty();
  }

  private static Future<Void> readAll(StorageShard shard, SortedMap<StorageKey, byte[]> found) {
    List<Future<StorageKey>> scans = new ArrayList<>();
    for (int id : shard.keyspaces()) {
      if (!HintSpace.isOne(id)) {
        scans.add(
            shard.scan(
                ScanRange.all(id),
                (token, key, value) -> {
                  found.put(new StorageKey(id, token, key), value);
                  return true;
                }));
      }
    }
    return Future.all(scans).mapEmpty();
  }
}
