package io.atoll.storage;

import io.atoll.env.Loop;
import java.io.IOException;

/** Merges the tables of one shard. */
final class ShardCompactor {
  ShardCompactor(
      int shard,
      Loop loop,
      StorageSettings settings,
      EngineParts parts,
      ShardTables tables,
      ShardMemory memory) {}

  void consider() {}

  void stop() {}

  double depthShare() {
    return 0;
  }

  long merges() {
    return 0;
  }

  long readBytes() {
    return 0;
  }

  long writtenBytes() {
    return 0;
  }

  long debtBytes() {
    return 0;
  }

  int readDepth() {
    return 0;
  }

  IOException failure() {
    return null;
  }
}
