package io.atoll.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HmacSealTest {
  private static final byte[] SECRET = {1, 2, 3};
  private static final int LENGTH = 50;
  private final HmacSeal seal = new HmacSeal("atoll", SECRET);
  private final byte[] sealed = new byte[LENGTH + seal.tagBytes()];

  HmacSealTest() {
    Arrays.fill(sealed, 0, LENGTH, (byte) 7);
    seal.seal(sealed, LENGTH);
  }

  @Test
  void anotherSealOfTheSameClusterAgrees() {
    assertThat(new HmacSeal("atoll", SECRET).verify(sealed, LENGTH)).isTrue();
    assertThat(seal.verify(sealed, LENGTH)).as("and again").isTrue();
  }

  @Test
  void anotherNameOrAnotherSecretDoesNot() {
    assertThat(new HmacSeal("atoll2", SECRET).verify(sealed, LENGTH)).isFalse();
    assertThat(new HmacSeal("atoll", new byte[] {1, 2}).verify(sealed, LENGTH)).isFalse();
    assertThat(new HmacSeal("atoll", new byte[0]).verify(sealed, LENGTH)).isFalse();
  }

  @Test
  void everyBitCounts() {
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(seal.verify(changed, LENGTH)).isFalse();
    }
  }
}
