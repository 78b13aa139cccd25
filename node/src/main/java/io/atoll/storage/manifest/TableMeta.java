package io.atoll.storage.manifest;

import io.atoll.ring.TokenRange;

/**
 * One sorted table of a shard, as its manifest lists it.
 *
 * <p>Ages order what tables say of one key: each memtable of a shard has the next age, the table
 * that it is flushed to has its age, and a merged table spans those of its inputs. Of two tables of
 * a keyspace whose tokens overlap, one is older than the other altogether: the ranges {@code
 * minAge..maxAge} do not meet.
 *
 * @param number names the file; unique in the shard, never used again
 * @param keyspaceId all its entries are of this keyspace
 * @param minAge the age of the oldest memtable in it
 * @param maxAge the age of the newest memtable in it
 * @param tokens from the lowest to the highest token in it
 * @param entries how many entries it has, removals included
 * @param removals how many of them say that a key was removed
 * @param sizeBytes the length of the file
 * @param contentBytes bytes of its keys and values
 */
public record TableMeta(
    long number,
    int keyspaceId,
    long minAge,
    long maxAge,
    TokenRange tokens,
    long entries,
    long removals,
    long sizeBytes,
    long contentBytes) {}
