/**
 * The storage engine beside RocksDB: the same work on both, one after the other, on the same disk
 * with the same memory, and one table of what came of it. Each engine does each piece of work in a
 * process of its own, so that processor time, memory and bytes written are its alone. What fails in
 * one, a wrong value above all, fails the run.
 *
 * <p>Read {@link io.atoll.bench.storage.Workload} first, then {@link
 * io.atoll.bench.storage.Contestant} and its two implementations, then {@link
 * io.atoll.bench.storage.Child}, which carries out one piece, and {@link
 * io.atoll.bench.storage.StorageBench}, which starts them all. {@code docs/benchmarking.md} says
 * how to start it and how to read it.
 */
package io.atoll.bench.storage;
