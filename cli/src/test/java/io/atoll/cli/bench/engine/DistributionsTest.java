package io.atoll.cli.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistributionsTest {
  private static final int DRAWS = 400_000;

  @ParameterizedTest
  @CsvSource({"1000,0.99", "1000,0.5", "100,1", "300,1.5", "7,0.99", "2,3"})
  void ranksComeAsOftenAsZipfsLawSays(int n, double theta) {
    ZipfianRanks ranks = new ZipfianRanks(n, theta);
    SplittableRandom random = new SplittableRandom(42);
    long[] seen = new long[n];
    for (int i = 0; i < DRAWS; i++) {
      seen[(int) ranks.next(random) - 1]++;
    }

    assertThat(deviation(seen, zipf(n, theta))).isLessThan(4);
  }

  @Test
  void theTestOfTheLawNoticesAnother() {
    ZipfianRanks ranks = new ZipfianRanks(1000, 0.97);
    SplittableRandom random = new SplittableRandom(42);
    long[] seen = new long[1000];
    for (int i = 0; i < DRAWS; i++) {
      seen[(int) ranks.next(random) - 1]++;
    }

    assertThat(deviation(seen, zipf(1000, 0.99))).isGreaterThan(10);
  }

  @Test
  void uniformKeysComeEquallyOften() {
    KeyChooser keys = KeyChooser.uniform(500);
    SplittableRandom random = new SplittableRandom(42);
    long[] seen = new long[500];
    double[] even = new double[500];
    for (int i = 0; i < DRAWS; i++) {
      seen[(int) keys.next(random)]++;
    }
    Arrays.fill(even, 1.0 / 500);

    assertThat(deviation(seen, even)).isLessThan(4);
  }

  @Test
  void scrambledKeysKeepTheLawAndAreNoNeighbours() {
    int n = 1000;
    KeyChooser keys = KeyChooser.zipfian(n, 0.99);
    Permutation permutation = new Permutation(n);
    SplittableRandom random = new SplittableRandom(42);
    long[] seen = new long[n];
    for (int i = 0; i < DRAWS; i++) {
      seen[(int) keys.next(random)]++;
    }
    long[] byRank = new long[n];
    long steps = 0;
    for (int rank = 0; rank < n; rank++) {
      byRank[rank] = seen[(int) permutation.of(rank)];
      steps += Math.abs(permutation.of(rank) - permutation.of((rank + 1) % n));
    }

    assertThat(deviation(byRank, zipf(n, 0.99))).isLessThan(4);
    // Two numbers drawn by chance are a third of the range apart.
    assertThat((double) steps / n).isCloseTo(n / 3.0, within(n / 20.0));
  }

  @Property(tries = 300)
  void aPermutationMeetsEveryNumberOnce(@ForAll @IntRange(min = 1, max = 3_000) int n) {
    Permutation permutation = new Permutation(n);
    BitSet met = new BitSet(n);
    for (int i = 0; i < n; i++) {
      long number = permutation.of(i);
      assertThat(number).isBetween(0L, n - 1L);
      met.set((int) number);
    }
    assertThat(met.cardinality()).isEqualTo(n);
  }

  @Property(tries = 300)
  void keysAreInRangeHoweverManyThereAre(
      @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long n,
      @ForAll @DoubleRange(min = 0.01, max = 10) double theta,
      @ForAll long seed) {
    KeyChooser zipfian = KeyChooser.zipfian(n, theta);
    KeyChooser uniform = KeyChooser.uniform(n);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 100; i++) {
      assertThat(zipfian.next(random)).isBetween(0L, n - 1);
      assertThat(uniform.next(random)).isBetween(0L, n - 1);
    }
  }

  @Property
  void aKeyIsItsNumber(
      @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long keys,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double which,
      @ForAll @IntRange(min = 0, max = 30) int padding) {
    long number = (long) (keys * which);
    byte[] key = new byte[KeyFormat.leastSize(keys) + padding];
    new KeyFormat(key.length).write(number, key);

    assertThat(new String(key, StandardCharsets.US_ASCII)).matches("[0-9]+");
    assertThat(Long.parseLong(new String(key, StandardCharsets.US_ASCII))).isEqualTo(number);
  }

  @Test
  void valuesHaveTheSizesAndTheRedundancyThatWereAskedFor() {
    SplittableRandom random = new SplittableRandom(5);
    Values values = new Values(50, 500, false, random);
    BitSet lengths = new BitSet();
    for (int i = 0; i < 20_000; i++) {
      int length = values.length(random);
      lengths.set(length);
      assertThat(values.offset(random) + length).isLessThanOrEqualTo(values.bytes().length);
    }

    assertThat(lengths.nextSetBit(0)).isEqualTo(50);
    assertThat(lengths.length() - 1).isEqualTo(500);
    assertThat(lengths.cardinality()).isEqualTo(451);
    assertThat(compressed(values)).isGreaterThan(0.99);
    assertThat(compressed(new Values(100, 100, true, random))).isBetween(0.45, 0.6);
  }

  private static double compressed(Values values) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(values.bytes(), 1000, 100_000);
      deflater.finish();
      return deflater.deflate(new byte[200_000]) / 100_000.0;
    }
  }

  private static double[] zipf(int n, double theta) {
    double[] law = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      law[i] = Math.pow(i + 1, -theta);
      sum += law[i];
    }
    for (int i = 0; i < n; i++) {
      law[i] /= sum;
    }
    return law;
  }

  /**
   * Pearson's chi-square against a law, as standard deviations of its own distribution; kinds that
   * are expected less than ten times are taken together.
   */
  private static double deviation(long[] seen, double[] law) {
    double chiSquare = 0;
    int kinds = 0;
    double expectedRest = 0;
    double seenRest = 0;
    for (int i = 0; i < seen.length; i++) {
      double expected = DRAWS * law[i];
      if (expected < 10) {
        expectedRest += expected;
        seenRest += seen[i];
      } else {
        chiSquare += (seen[i] - expected) * (seen[i] - expected) / expected;
        kinds++;
      }
    }
    if (expectedRest > 0) {
      chiSquare += (seenRest - expectedRest) * (seenRest - expectedRest) / expectedRest;
      kinds++;
    }
    int freedom = Math.max(1, kinds - 1);
    return (chiSquare - freedom) / Math.sqrt(2.0 * freedom);
  }
}
