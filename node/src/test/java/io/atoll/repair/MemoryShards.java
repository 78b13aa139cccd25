package io.atoll.repair;

import io.atoll.repair.sketch.SketchKey;
import io.atoll.ring.Partitions;
import io.atoll.ring.TokenRange;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** What a node holds, in memory: keys by keyspace and token, and a sketch kept of them. */
final class MemoryShards implements SketchShards {
  final List<ArcSketches> shards = new ArrayList<>();
  private final Map<Integer, TreeMap<Long, Map<String, byte[]>>> keyspaces = new TreeMap<>();

  /** How many arcs were read. */
  int reads;

  /** Nobody can read, while it is set. */
  boolean damaged;

  MemoryShards(SketchKey key, int arcs, int count, LongSupplier wallMs) {
    for (int i = 0; i < count; i++) {
      int shard = i;
      shards.add(new ArcSketches(key, arcs, arc -> arc % count == shard, wallMs));
      shards.getLast().follow();
    }
  }

  ArcSketches shard(long token, int arcs) {
    return shards.get(Partitions.of(token, arcs) % shards.size());
  }

  /** A key gets a state, or loses it where that is null. */
  void put(int keyspaceId, long token, String name, byte[] state, long eventMs) {
    Map<String, byte[]> keys =
        keyspaces
            .computeIfAbsent(keyspaceId, id -> new TreeMap<>(Long::compareUnsigned))
            .computeIfAbsent(token, at -> new TreeMap<>());
    ArcSketches shard = shard(token, shards.getFirst().arcs);
    byte[] before = state == null ? keys.remove(name) : keys.put(name, state);
    shard.changed(
        keyspaceId, token, weigh(shard, name, before), weigh(shard, name, state), eventMs);
  }

  private static long weigh(ArcSketches shard, String name, byte[] state) {
    return state == null ? SketchKey.NO_WEIGHT : shard.weigh(HexFormat.of().parseHex(name), state);
  }

  @Override
  public <T> Future<List<T>> ask(Function<ArcSketches, T> question) {
    return Future.succeededFuture(shards.stream().map(question).toList());
  }

  @Override
  public Future<Void> read(int keyspaceId, TokenRange tokens, ArcReader.Visitor visitor) {
    if (damaged) {
      return Future.failedFuture("damaged");
    }
    reads++;
    var all = keyspaces.getOrDefault(keyspaceId, new TreeMap<>(Long::compareUnsigned));
    for (var at : all.subMap(tokens.from(), true, tokens.last(), true).entrySet()) {
      for (Map.Entry<String, byte[]> key : at.getValue().entrySet()) {
        byte[] name = HexFormat.of().parseHex(key.getKey());
        if (!visitor.visit(at.getKey(), name, key.getValue())) {
          return Future.succeededFuture();
        }
      }
    }
    return Future.succeededFuture();
  }
}
