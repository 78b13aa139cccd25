package io.atoll.server.binary;

/**
 * Where a connection has arrived, as its welcome says: enough for a client to find the connection
 * whose loop owns a key.
 *
 * @param loop number of the event loop, from 0
 * @param loops how many the node has
 * @param storageShards shards of its data directory
 */
public record LoopPlace(int loop, int loops, int storageShards) {}
