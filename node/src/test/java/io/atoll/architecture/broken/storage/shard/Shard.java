package io.atoll.architecture.broken.storage.shard;

/** What a lower package knows. */
public record Shard(int number) {}
