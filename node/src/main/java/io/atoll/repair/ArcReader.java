package io.atoll.repair;

import io.atoll.ring.TokenRange;
import io.vertx.core.Future;

/** What a shard holds, to be read arc by arc. On the shard's loop. */
@FunctionalInterface
public interface ArcReader {
  /** Is shown the keys. */
  @FunctionalInterface
  interface Visitor {
    /**
     * A key with its state.
     *
     * @return whether to go on
     */
    boolean visit(long token, byte[] key, byte[] state);
  }

  /**
   * Shows what a range holds, as of this call, in turns that do not hold up the loop.
   *
   * @return completes when the visitor has seen all or wanted no more; fails when a part of it
   *     cannot be read
   */
  Future<Void> read(int keyspaceId, TokenRange tokens, Visitor visitor);
}
