package io.atoll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionsTest {
  @Property
  void aTokenLiesBetweenTheFirstAndTheLastOfItsPartition(
      @ForAll long token, @ForAll @IntRange(min = 0, max = 16) int bits) {
    int count = 1 << bits;
    int partition = Partitions.of(token, count);
    assertThat(partition).isBetween(0, count - 1);
    assertThat(Long.compareUnsigned(Partitions.firstToken(partition, count), token))
        .isNotPositive();
    assertThat(Long.compareUnsigned(Partitions.lastToken(partition, count), token)).isNotNegative();
  }

  @Test
  void tokensAreUnsigned() {
    assertThat(Partitions.of(-1, 4096)).isEqualTo(4095);
    assertThat(Partitions.of(Long.MIN_VALUE, 4096)).isEqualTo(2048);
    assertThat(Partitions.firstToken(1, 4096)).isEqualTo(1L << 52);
    assertThat(Partitions.lastToken(0, 4096)).isEqualTo((1L << 52) - 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 3, 4095, 131_072, Integer.MIN_VALUE})
  void aCountThatIsNoPowerOfTwoIsRefused(int count) {
    assertThatThrownBy(() -> Partitions.checkCount(count))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("partitions is " + count)
        .hasMessageContaining("power of two from 1 to 65536");
  }
}
