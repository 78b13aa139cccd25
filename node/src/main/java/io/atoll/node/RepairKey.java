package io.atoll.node;

import io.atoll.repair.sketch.SketchKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes the secret by which the nodes of a cluster compare their replicas, of the same things and
 * in the same way as {@link ContextKey}, but another one. Sketches made with it are kept on disk:
 * with another secret of the cluster every arc is read anew.
 */
final class RepairKey {
  private static final String PURPOSE = "atoll repair 1\0";

  private RepairKey() {}

  /**
   * The secret of a cluster. Takes some 20 ms of computing where the cluster has one.
   *
   * @param secret the cluster's, empty for none
   */
  static SketchKey of(byte[] secret, String clusterName, Genesis genesis) {
    byte[] salt = (PURPOSE + clusterName + '\0' + genesis.text()).getBytes(StandardCharsets.UTF_8);
    byte[] derived = ContextKey.derived(secret, salt, ContextKey.rounds(secret));
    return new SketchKey(Arrays.copyOf(derived, SketchKey.SECRET_BYTES));
  }
}
