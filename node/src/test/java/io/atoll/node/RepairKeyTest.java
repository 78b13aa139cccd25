package io.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** All nodes of a cluster compare by the same secret, which is that of no other cluster. */
class RepairKeyTest {
  private static final Genesis GENESIS = new Genesis("a in us/r1; partitions 64");

  @Test
  void nodesOfAClusterWeighAlike() {
    assertThat(weight("a secret", "isles", GENESIS))
        .isEqualTo(weight("a secret", "isles", new Genesis(GENESIS.text())));
  }

  @Test
  void anotherClusterWeighsOtherwise() {
    assertThat(weight("a secret", "isles", GENESIS))
        .isNotEqualTo(weight("another", "isles", GENESIS))
        .isNotEqualTo(weight("", "isles", GENESIS))
        .isNotEqualTo(weight("a secret", "atolls", GENESIS))
        .isNotEqualTo(weight("a secret", "isles", new Genesis("b in us/r1; partitions 64")));
  }

  private static long weight(String secret, String cluster, Genesis genesis) {
    byte[] text = secret.getBytes(StandardCharsets.UTF_8);
    return RepairKey.of(text, cluster, genesis).weight(new byte[] {1}, new byte[] {2}, 0, 1);
  }
}
