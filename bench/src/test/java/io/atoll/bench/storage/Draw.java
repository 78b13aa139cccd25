package io.atoll.bench.storage;

/** The operations of one client, in order. Not thread-safe. */
final class Draw {
  /** How often the clock is looked at. */
  private static final int STRIDE = 64;

  private final Load load;
  private final long deadlineNanos;
  private long state;
  private long drawn;
  private long entry;
  private boolean write;

  /**
   * @param client makes clients of one load differ
   */
  Draw(Load load, int client) {
    this.load = load;
    this.state = Entries.mix(load.seed() * 1_000 + client);
    this.deadlineNanos = System.nanoTime() + (long) (load.seconds() * 1e9);
  }

  /** Goes on to the next operation; false when there is none. */
  boolean advance() {
    if (load.operations() > 0 && drawn == load.operations()) {
      return false;
    }
    if (load.seconds() > 0 && drawn % STRIDE == 0 && System.nanoTime() >= deadlineNanos) {
      return false;
    }
    state = Entries.mix(state + 1);
    entry =
        switch (load.pattern()) {
          case EACH_ONCE -> drawn;
          case RANDOM -> below(load.entries());
          case ABSENT -> Entries.FIRST_ABSENT + below(load.entries());
        };
    write = (int) ((state & 0xFFFFFFL) * 100 >>> 24) < load.writePercent();
    drawn++;
    return true;
  }

  long entry() {
    return entry;
  }

  boolean isWrite() {
    return write;
  }

  /** Whether the entry is one that was written. */
  boolean isPresent() {
    return load.pattern() != Load.Pattern.ABSENT;
  }

  /** A number that no other operation of this client has had. */
  long salt() {
    return state;
  }

  private long below(long bound) {
    return Math.unsignedMultiplyHigh(state, bound);
  }
}
