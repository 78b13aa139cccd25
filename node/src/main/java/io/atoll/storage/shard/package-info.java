/**
 * One shard: writes on their way, memory, tables, and the background work that turns the one into
 * the other. All of it belongs to the shard's loop but for what is handed to workers.
 *
 * <p>Reading order: {@link io.atoll.storage.shard.LsmShard} (pending and acknowledged), {@link
 * io.atoll.storage.shard.ShardStore} (what the log has already), {@code ShardFlusher}, {@link
 * io.atoll.storage.shard.ShardTables} with {@code ManifestWriter}, {@link
 * io.atoll.storage.shard.ShardCompactor}, {@link io.atoll.storage.shard.ShardRecovery}, {@code
 * ShardIngest}.
 */
package io.atoll.storage.shard;
