package io.atoll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionsTest {
  @Property
  void aTokenLiesInItsPartition(@ForAll long token, @ForAll @IntRange(min = 0, max = 16) int bits) {
    int count = 1 << bits;
    int partition = Partitions.of(token, count);
    assertThat(partition).isBetween(0, count - 1);
    TokenRange tokens = Partitions.tokens(partition, count);
    assertThat(tokens.contains(token)).isTrue();
    assertThat(Partitions.of(tokens.from(), count)).isEqualTo(partition);
    assertThat(Partitions.of(tokens.last(), count)).isEqualTo(partition);
    assertThat(tokens.share()).isCloseTo(1.0 / count, within(1e-15));
  }

  @Test
  void tokensAreUnsigned() {
    assertThat(Partitions.of(-1, 4096)).isEqualTo(4095);
    assertThat(Partitions.of(Long.MIN_VALUE, 4096)).isEqualTo(2048);
    assertThat(Partitions.tokens(1, 4096)).isEqualTo(new TokenRange(1L << 52, 2L << 52));
    assertThat(Partitions.tokens(4095, 4096)).isEqualTo(new TokenRange(-1L << 52, 0));
    assertThat(Partitions.tokens(0, 1)).isEqualTo(TokenRange.RING);
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
