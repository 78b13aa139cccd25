package io.atoll.chaos.workload;

import java.util.random.RandomGenerator;

/**
 * The keys that the clients of a run share in each keyspace, some of them asked for much more often
 * than others.
 *
 * @param count how many there are, 1 or more
 * @param skew 0 when all are alike; the higher, the more requests go to the first ones
 */
public record Keys(int count, double skew) {
  private static final int LONG_KEY_BYTES = 3_000;

  /** A few keys in some runs, and more than a hundred in others. */
  static Keys choose(RandomGenerator random) {
    int count =
        switch (random.nextInt(5)) {
          case 0, 1 -> 1 + random.nextInt(3);
          case 2, 3 -> 4 + random.nextInt(27);
          default -> 100 + random.nextInt(41);
        };
    return new Keys(count, random.nextInt(3));
  }

  String next(RandomGenerator random) {
    return name((int) (count * Math.pow(random.nextDouble(), 1 + skew)));
  }

  /** Mostly plain; some with bytes that programs trip over. */
  static String name(int number) {
    return switch (number % 13) {
      case 3 -> "key/" + number + "/../%2F?&#";
      case 5 -> "\u0000key\u0001" + number + "\u007f";
      case 7 -> "schlüssel 鍵 " + number;
      case 9 -> "key" + number + "-".repeat(LONG_KEY_BYTES);
      default -> "key" + number;
    };
  }

  @Override
  public String toString() {
    return "%d keys (skew %.0f)".formatted(count, skew);
  }
}
