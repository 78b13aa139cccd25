package io.atoll.bench.replication;

/** A write counted by bare bits and loops over them: what it must not cost more than. */
final class CountedByBits implements CountedWrite {
  private static final long EVERYBODY = (1L << REPLICAS) - 1;

  private final long[] dcMasks = {0b111, 0b111_000, 0b111_000_000};
  private final int[] dcMinimums = new int[dcMasks.length];
  private final long[] latencies = new long[REPLICAS];
  private final int total = REPLICAS / 2 + 1;
  private Tally tally;

  CountedByBits() {
    for (int i = 0; i < REPLICAS; i++) {
      latencies[i] = 3L * i;
    }
  }

  private record Tally(long answered, long failed) {
    Tally withAnswer(int replica) {
      long bit = 1L << replica;
      return new Tally(answered | bit, failed & ~bit);
    }

    Tally withFailure(int replica) {
      return new Tally(answered, (failed | 1L << replica) & ~answered);
    }
  }

  @Override
  public long count(int salt) {
    long alive = CountedWrite.alive(salt);
    tally = new Tally(0, 0);
    for (long rest = EVERYBODY & ~alive; rest != 0; rest &= rest - 1) {
      tally = tally.withFailure(Long.numberOfTrailingZeros(rest));
    }
    long sum = 0;
    for (int d = 0; d < dcMasks.length; d++) {
      for (long rest = dcMasks[d] & alive; rest != 0; rest &= rest - 1) {
        sum += latencies[Long.numberOfTrailingZeros(rest)];
      }
    }
    for (int n = 0; n < ANSWERS; n++) {
      tally = tally.withAnswer(CountedWrite.answering(salt, n));
      if (metBy(tally.answered)) {
        sum += 1_000;
      } else if (!metBy(EVERYBODY & ~tally.failed)) {
        sum += 1_000_000;
      }
    }
    long waitingFor = alive & ~tally.answered & ~tally.failed;
    for (long rest = waitingFor; rest != 0; rest &= rest - 1) {
      sum += latencies[Long.numberOfTrailingZeros(rest)];
    }
    return sum + Long.bitCount(tally.answered);
  }

  private boolean metBy(long replicas) {
    if (Long.bitCount(replicas) < total) {
      return false;
    }
    for (int d = 0; d < dcMasks.length; d++) {
      if (Long.bitCount(replicas & dcMasks[d]) < dcMinimums[d]) {
        return false;
      }
    }
    return true;
  }
}
