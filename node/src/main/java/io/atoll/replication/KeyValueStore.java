package io.atoll.replication;

import io.vertx.core.Future;

/** The store as HTTP and the client protocol see it; called on, and completing on, one loop. */
public interface KeyValueStore {
  /** Reads a key. Fails with a {@link RequestFailure}, never later than its timeout. */
  Future<ReadResult> get(ReadRequest request);

  /** Puts or deletes a key. Fails with a {@link RequestFailure}, never later than its timeout. */
  Future<WriteResult> write(WriteRequest request);
}
