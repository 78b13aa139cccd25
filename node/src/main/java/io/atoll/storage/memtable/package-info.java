/**
 * The state of one shard in memory, ordered as the disk will order it. Single-threaded and free of
 * I/O; nothing here can fail. Reading order: {@link io.atoll.storage.memtable.Memtable}, then
 * {@code TokenTable}, which says why it is built as it is.
 */
package io.atoll.storage.memtable;
