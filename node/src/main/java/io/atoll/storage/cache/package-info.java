/**
 * Decompressed blocks of tables in memory, bounded in bytes, off the heap. Each shard has a cache
 * of its own on its loop; nothing here waits or fails. Reading order: {@link
 * io.atoll.storage.cache.BlockCache}, {@link io.atoll.storage.cache.Residence}.
 */
package io.atoll.storage.cache;
