package io.atoll.replication;

import io.vertx.core.Future;

/**
 * The store as one loop of a node runs it: for the clients of that node, and for other nodes that
 * pass writes on.
 */
public interface CoordinatedStore extends KeyValueStore {
  /**
   * Runs a write that another node passed on; one that this node is no replica of, or may not give
   * a time to, is refused, so that it goes no further.
   */
  Future<WriteResult> writePassedOn(WriteRequest request);
}
