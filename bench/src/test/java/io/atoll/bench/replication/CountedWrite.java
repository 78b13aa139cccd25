package io.atoll.bench.replication;

/** One write to nine replicas in three DCs, counted until a quorum of it has answered. */
interface CountedWrite {
  int REPLICAS = 9;
  int PER_DC = 3;

  /** How many acknowledgements come. */
  int ANSWERS = 6;

  /**
   * Counts a write.
   *
   * @param salt which one: it varies who is alive and in which order they answer
   * @return something that depends on everything that was counted
   */
  long count(int salt);

  /** Who is alive: everybody but one, whom the salt chooses, in one write of four. */
  static long alive(int salt) {
    long all = (1L << REPLICAS) - 1;
    return (salt & 3) == 0 ? all & ~(1L << (salt >>> 2) % REPLICAS) : all;
  }

  /** Who answers as the n-th. */
  static int answering(int salt, int n) {
    return (salt + 2 * n) % REPLICAS;
  }
}
