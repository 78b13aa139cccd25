/**
 * The storage engine of one node: a commit log with group commit and a memtable per shard, in a
 * locked data directory that knows whose it is.
 */
package io.atoll.storage;
