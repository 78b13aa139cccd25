package io.atoll.storage.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The filter never hides a token that is there, and seldom passes one that is not. */
class FilterTest {
  private static Filter of(long... tokens) {
    FilterBuilder builder = new FilterBuilder(0);
    for (long token : tokens) {
      builder.add(token);
    }
    return builder.build();
  }

  private static long[] random(long seed, int count) {
    long[] tokens = new SplittableRandom(seed).longs(count).toArray();
    Arrays.sort(tokens);
    return tokens;
  }

  private static void assertHoldsAll(Filter filter, long... tokens) {
    for (long token : tokens) {
      assertThat(filter.mayContain(token)).isTrue();
    }
  }

  @Test
  void noTokenIsMissedWhateverTheirNumber() {
    for (int count = 0; count < 300; count++) {
      long[] tokens = random(count, count);
      assertHoldsAll(of(tokens), tokens);
    }
    long[] many = random(1, 150_000);
    assertHoldsAll(of(many), many);
  }

  @Property(tries = 300)
  void noTokenIsMissedWhateverTheyAre(@ForAll long[] tokens) {
    Arrays.sort(tokens);
    assertHoldsAll(of(tokens), tokens);
  }

  @Test
  void denseTokensAreNoWorse() {
    long[] tokens = new long[100_000];
    Arrays.setAll(tokens, i -> i);
    assertHoldsAll(of(tokens), tokens);
  }

  @Test
  void oneAbsentTokenIn256Passes() {
    for (int count : new int[] {100, 10_000, 100_000}) {
      Filter filter = of(random(count, count));
      SplittableRandom random = new SplittableRandom(99);
      int passed = 0;
      for (int i = 0; i < 200_000; i++) {
        passed += filter.mayContain(random.nextLong()) ? 1 : 0;
      }
      assertThat(passed / 200_000.0).isBetween(0.003, 0.005);
    }
  }

  @Test
  void anEmptyOneHoldsNothing() {
    Filter empty = of();
    assertThat(empty.mayContain(0)).isFalse();
    assertThat(empty.mayContain(-1)).isFalse();
  }

  @Test
  void itTakesAboutNineBitsForEachToken() {
    assertThat(of(random(1, 100_000)).storedBytes() * 8 / 100_000.0).isBetween(8.0, 10.0);
    assertThat(of(random(1, 500_000)).storedBytes() * 8 / 500_000.0).isBetween(8.0, 9.3);
  }

  @Test
  void itIsTheSameForTheSameTokensHoweverOftenEachCame() {
    long[] once = random(4, 1000);
    long[] twice = new long[2000];
    Arrays.setAll(twice, i -> once[i / 2]);
    assertThat(stored(of(twice))).isEqualTo(stored(of(once)));
  }

  private static byte[] stored(Filter filter) {
    ByteBuffer out = ByteBuffer.allocate(filter.storedBytes());
    filter.write(out);
    return out.array();
  }

  @Property(tries = 500)
  void whateverIsReadAsAFilterCanBeAsked(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = stored(of(random(seed, random.nextInt(50))));
    for (int i = random.nextInt(3); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) (1 << random.nextInt(8));
    }
    int length = random.nextBoolean() ? bytes.length : random.nextInt(bytes.length + 1);
    Filter filter = Filter.read(ByteBuffer.wrap(bytes, 0, length));
    if (filter != null) {
      for (int i = 0; i < 100; i++) {
        filter.mayContain(random.nextLong());
      }
    }
  }
}
