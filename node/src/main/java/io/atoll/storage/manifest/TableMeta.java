package io.atoll.storage.manifest;

import io.atoll.ring.TokenRange;

/**
 * One sorted table of a shard, as its manifest lists it.
 *
 * <p>Sequence numbers order what tables say of one key, and rise with newness: each memtable of a
 * shard has the next one, the table that it is flushed to has that of the memtable, and what
 * compaction makes spans those of its inputs. Of two tables of a keyspace whose tokens overlap, one
 * is older than the other altogether: the ranges {@code minSequence..maxSequence} do not meet.
 *
 * @param number names the file; unique in the shard, never used again
 * @param keyspaceId all its entries are of this keyspace
 * @param minSequence the sequence number of the oldest memtable in it
 * @param maxSequence the sequence number of the newest memtable in it
 * @param tokens from the lowest to the highest token in it
 * @param entries how many entries it has, removals included
 * @param removals how many of them say that a key was removed
 * @param sizeBytes the length of the file
 * @param contentBytes bytes of its keys and values
 */
public record TableMeta(
    long number,
    int keyspaceId,
    long minSequence,
    long maxSequence,
    TokenRange tokens,
    long entries,
    long removals,
    long sizeBytes,
    long contentBytes) {}
