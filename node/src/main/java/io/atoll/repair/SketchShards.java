package io.atoll.repair;

import io.atoll.ring.TokenRange;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** The shards of this node, as a comparison needs them. Called on one loop, and answers there. */
public interface SketchShards {
  /**
   * Asks each shard for something.
   *
   * @param question is called on the loop of each shard with its sketches
   * @return what was answered, one for each shard; at least one
   */
  <T> Future<List<T>> ask(Function<ArcSketches, T> question);

  /**
   * Reads a range that lies in one shard, as {@link ArcReader} does.
   *
   * @param visitor is called on the loop of the shard, and no more once this has completed
   */
  Future<Void> read(int keyspaceId, TokenRange tokens, ArcReader.Visitor visitor);
}
