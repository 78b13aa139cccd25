/**
 * What a shard holds, as reads see it, and how they search it: memtables ({@link
 * io.atoll.storage.read.ShardMemory}), tables ({@link io.atoll.storage.read.TableSet}, {@link
 * io.atoll.storage.read.LiveTable}), and their blocks. A read never blocks the loop: what no cache
 * holds is waited for by a worker, and the search goes on when it has come.
 *
 * <p>Reading order: {@link io.atoll.storage.read.Lookup} (one key), {@link
 * io.atoll.storage.read.BlockReads}, {@link io.atoll.storage.read.ReadPool}, then {@link
 * io.atoll.storage.read.ShardScan} (a range) with its sources, {@link
 * io.atoll.storage.read.MemtableSource} and {@link io.atoll.storage.read.TableChain}.
 */
package io.atoll.storage.read;
