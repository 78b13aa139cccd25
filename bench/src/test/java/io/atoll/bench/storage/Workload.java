package io.atoll.bench.storage;

/** What is measured, in the order in which it is done: each works on what the fill left. */
enum Workload {
  SYNCED("synced writes, many in flight", Cache.ALL),
  SYNCED_EQUAL("synced writes, as many in flight", Cache.ALL),
  FILL("unsynced random fill, one writer", Cache.ALL),
  MEMORY("memory", Cache.NONE),
  READS("random read, data in memory, one thread", Cache.ALL),
  ABSENT("read of absent keys, one thread", Cache.ALL),
  SCAN("ordered scan, one thread", Cache.ALL),
  COLD_READS("random read, data 10 x the cache, many in flight", Cache.TENTH),
  MIX("50/50 mix, data 10 x the cache, many in flight", Cache.TENTH),
  MIX_ZGC("50/50 mix, generational ZGC", Cache.TENTH),
  CRASH("a crash with a long log", Cache.ALL),
  REOPEN("reopen after a crash", Cache.ALL);

  /** How much of the data set the block cache can hold. */
  private enum Cache {
    /** Twice the data, so that how a cache counts makes no difference. */
    ALL,
    TENTH,
    NONE
  }

  private static final long LEAST_CACHE_BYTES = 8L << 20;

  private final String title;
  private final Cache cache;

  Workload(String title, Cache cache) {
    this.title = title;
    this.cache = cache;
  }

  String title() {
    return title;
  }

  /** Whether it begins with an empty directory. */
  boolean isFresh() {
    return this == SYNCED || this == SYNCED_EQUAL || this == FILL || this == CRASH;
  }

  /** The memory of both engines. */
  Budget budget(Job job) {
    long cacheBytes =
        switch (cache) {
          case ALL -> 2 * job.userBytes();
          case TENTH -> job.userBytes() / 10;
          case NONE -> 0;
        };
    // A log is as long as what is in no table, so a long log needs buffers of its size.
    boolean longLog = this == CRASH || this == REOPEN;
    long bufferBytes = longLog ? 4 * job.logBytes() : job.bufferBytes();
    return new Budget(Math.max(LEAST_CACHE_BYTES, cacheBytes), bufferBytes);
  }
}
