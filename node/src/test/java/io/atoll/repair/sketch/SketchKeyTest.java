package io.atoll.repair.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.atoll.bytes.SipHash;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Weights and places follow from the secret, and from nothing else a client knows. */
class SketchKeyTest {
  private static final byte[] NONE = {};

  @Test
  void aWeightIsTheKeyedHashOfKeyAndState() {
    byte[] secret = new byte[SketchKey.SECRET_BYTES];
    byte[] state = {9, 1, 2, 3, 9};
    long hash = new SipHash(secret).of(2, new byte[] {7, 8}, state, 1, 3);
    assertThat(new SketchKey(secret).weight(new byte[] {7, 8}, state, 1, 3))
        .isEqualTo(PrimeField.element(hash));
  }

  @Test
  void keysStatesAndSecretsHaveTheirOwnWeights() {
    SketchKey other = new SketchKey(new byte[SketchKey.SECRET_BYTES]);
    Set<Long> weights = new HashSet<>();
    for (SketchKey key : new SketchKey[] {TwoSides.KEY, other}) {
      weights.add(key.weight(NONE, NONE, 0, 0));
      weights.add(key.weight(new byte[] {0}, NONE, 0, 0));
      weights.add(key.weight(NONE, new byte[] {0}, 0, 1));
      weights.add(key.weight(new byte[] {0}, new byte[] {0}, 0, 1));
      weights.add(key.weight(new byte[] {0, 0}, NONE, 0, 0));
    }
    assertThat(weights).hasSize(10).doesNotContain(SketchKey.NO_WEIGHT);
  }

  @Test
  void eachLevelHasHalfOfTheTokensOfTheOneBefore() {
    int[] levels = new int[8];
    for (int token = 0; token < 16_384; token++) {
      levels[TwoSides.KEY.level(token, levels.length)]++;
    }
    for (int level = 0; level < levels.length; level++) {
      int expected = 16_384 >> Math.min(level + 1, levels.length - 1);
      assertThat(levels[level]).isBetween(expected * 3 / 4, expected * 5 / 4);
    }
  }

  @Test
  void theSecretHasSixteenBytes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SketchKey(new byte[15]))
        .withMessage("the key has 15 bytes: must be 16");
  }
}
