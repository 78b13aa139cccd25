package io.atoll.architecture.broken.storage.log;

import io.atoll.architecture.broken.storage.shard.Shard;

/** The log lies beneath shards. */
record KnowsShard(Shard shard) {}
