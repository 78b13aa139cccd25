package io.atoll.repair.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The points of a vector come out of its power sums, and nothing comes out of other numbers. */
class PowerSumsTest {
  private final SplittableRandom random = new SplittableRandom(3);

  @Test
  void pointsComeOutUpToTheCapacity() {
    for (int points = 0; points <= 20; points++) {
      long[] some = points(points);
      assertThat(sorted(PowerSums.points(sums(some, 41), 41))).isEqualTo(sorted(some));
      int least = 2 * points + 1;
      assertThat(sorted(PowerSums.points(sums(some, least), least))).isEqualTo(sorted(some));
    }
  }

  @Test
  void zeroAndTheHighestElementAreOrdinaryPoints() {
    long[] edges = {0, 1, 58, 59, PrimeField.P - 1, PrimeField.P - 2, 1L << 63};
    assertThat(sorted(PowerSums.points(sums(edges, 15), 15))).isEqualTo(sorted(edges));
    assertThat(PowerSums.points(sums(new long[] {0}, 3), 3)).containsExactly(0);
    assertThat(PowerSums.points(sums(new long[] {0, -60}, 5), 5)).containsExactlyInAnyOrder(0, -60);
  }

  @Test
  void morePointsThanTheCapacityAreNeverMistakenForFewer() {
    for (int capacity = 1; capacity <= 8; capacity++) {
      for (int points = capacity + 1; points <= 3 * capacity + 10; points++) {
        int count = 2 * capacity + 1;
        assertThat(PowerSums.points(sums(points(points), count), count)).isNull();
      }
    }
  }

  /** Points that a client can choose: close to each other, or in arithmetic progression. */
  @Test
  void pointsMayHaveAnyPattern() {
    for (long step : new long[] {1, 2, 59, 1L << 32, 1L << 58}) {
      long[] regular = new long[24];
      Arrays.setAll(regular, i -> PrimeField.element(i * step));
      assertThat(sorted(PowerSums.points(sums(regular, 49), 49))).isEqualTo(sorted(regular));
      assertThat(PowerSums.points(sums(regular, 47), 47)).isNull();
    }
  }

  @Test
  void aPolynomialWithoutAllItsRootsHasNone() {
    int without = 0;
    for (int i = 0; i < 200; i++) {
      long[] quadratic = {element(), element(), 1};
      if (Roots.of(quadratic, i) == null) {
        without++;
      }
    }
    assertThat(without).as("half of all quadratics").isBetween(70, 130);
    assertThat(Roots.of(new long[] {4, PrimeField.negate(4), 1}, 0)).as("(x - 2)^2").isNull();
    assertThat(Roots.of(new long[] {0, 0, 0, 1}, 0)).as("x^3").isNull();
    assertThat(Roots.of(new long[] {0, PrimeField.negate(5), 1}, 0))
        .containsExactlyInAnyOrder(0, 5);
  }

  @Test
  void rootsDoNotDependOnTheSeed() {
    long[] polynomial = Recurrence.of(sums(points(9), 19), 19, 9);
    long[] roots = sorted(Roots.of(polynomial, 0));
    for (int seed = 1; seed < 20; seed++) {
      assertThat(sorted(Roots.of(polynomial, seed))).isEqualTo(roots);
    }
  }

  @Test
  void aSequenceOfZerosHasTheShortestRecurrence() {
    assertThat(Recurrence.of(new long[9], 9, 4)).containsExactly(1);
    assertThat(PowerSums.points(new long[9], 9)).isEmpty();
    long[] late = new long[9];
    late[8] = 1;
    assertThat(PowerSums.points(late, 9)).as("no vector has these").isNull();
  }

  private long[] points(int count) {
    TreeSet<Long> points = new TreeSet<>();
    while (points.size() < count) {
      points.add(element());
    }
    return points.stream().mapToLong(Long::longValue).toArray();
  }

  private long[] sums(long[] points, int count) {
    long[] sums = new long[count];
    for (long point : points) {
      long term = TwoSides.weight(random);
      for (int k = 0; k < count; k++) {
        sums[k] = PrimeField.add(sums[k], term);
        term = PrimeField.multiply(term, point);
      }
    }
    return sums;
  }

  private long element() {
    return PrimeField.element(random.nextLong());
  }

  private static long[] sorted(long[] points) {
    long[] sorted = points.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
