package io.atoll.bench.storage;

/**
 * What clients ask of an engine.
 *
 * @param pattern which entries
 * @param entries how many entries there are
 * @param writePercent how many of a hundred operations write; the others read
 * @param synced whether a write is answered only when it would survive a power loss
 * @param inFlight how many operations are under way at once: RocksDB's threads, or the futures that
 *     an asynchronous engine has not completed yet
 * @param single whether one thread (one event loop) does all the asking
 * @param operations when to stop; 0 for "never"
 * @param seconds when to stop; 0 for "never"
 * @param seed other seeds draw other entries
 */
record Load(
    Pattern pattern,
    long entries,
    int writePercent,
    boolean synced,
    int inFlight,
    boolean single,
    long operations,
    double seconds,
    long seed) {
  enum Pattern {
    /** Each once; the order of the keys is random, because keys are hashes. For one client. */
    EACH_ONCE,
    /** Uniformly at random. */
    RANDOM,
    /** Keys that were never written. */
    ABSENT
  }

  static Load eachOnce(long entries, int writePercent, int inFlight) {
    return new Load(Pattern.EACH_ONCE, entries, writePercent, false, inFlight, true, entries, 0, 0);
  }

  static Load random(long entries, int writePercent, int inFlight, double seconds, long seed) {
    return new Load(
        Pattern.RANDOM, entries, writePercent, false, inFlight, false, 0, seconds, seed);
  }

  Load withSynced() {
    return new Load(
        pattern, entries, writePercent, true, inFlight, single, operations, seconds, seed);
  }

  /** One thread with one operation after the other. */
  Load withSingle() {
    return new Load(pattern, entries, writePercent, synced, 1, true, operations, seconds, seed);
  }

  Load withAbsent() {
    return new Load(
        Pattern.ABSENT, entries, writePercent, synced, inFlight, single, operations, seconds, seed);
  }
}
