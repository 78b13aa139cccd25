package io.atoll.chaos.live;

/** The levels that clients write at, and where what they acknowledge must be readable. */
enum WriteLevel {
  /** Readable at local_quorum in every DC that lives. */
  EACH_QUORUM("each_quorum", "local_quorum"),

  /** Readable at quorum. */
  QUORUM("quorum", "quorum"),

  /** Readable at local_quorum in the DC that acknowledged. */
  LOCAL_QUORUM("local_quorum", "local_quorum");

  private final String write;
  private final String read;

  WriteLevel(String write, String read) {
    this.write = write;
    this.read = read;
  }

  /** As the parameter {@code w} names it. */
  String write() {
    return write;
  }

  /** The level that must see it, as the parameter {@code r} names it. */
  String read() {
    return read;
  }

  /**
   * Whether writes of every key can be acknowledged.
   *
   * @param replicas of a key in each DC
   * @param deadInDc how many nodes are dead, by DC
   */
  boolean possible(int replicas, int[] deadInDc) {
    int majority = replicas / 2 + 1;
    int alive = 0;
    boolean somewhere = false;
    boolean everywhere = true;
    for (int dead : deadInDc) {
      int here = Math.max(0, replicas - dead);
      alive += here;
      somewhere |= here >= majority;
      everywhere &= here >= majority;
    }
    return switch (this) {
      case EACH_QUORUM -> everywhere;
      case QUORUM -> alive >= replicas * deadInDc.length / 2 + 1;
      case LOCAL_QUORUM -> somewhere;
    };
  }
}
