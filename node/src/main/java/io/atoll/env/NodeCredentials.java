package io.atoll.env;

import java.nio.charset.StandardCharsets;

/**
 * Who a node is, and what it proves it with.
 *
 * @param nodeId this node, 1 to {@link #MAX_NAME_BYTES} bytes of UTF-8
 * @param clusterName its cluster, likewise
 * @param secret the cluster secret, any bytes; empty means that nodes are not authenticated
 */
public record NodeCredentials(String nodeId, String clusterName, byte[] secret) {
  /** The longest node id and cluster name. */
  public static final int MAX_NAME_BYTES = 255;

  public NodeCredentials {
    requireName("nodeId", nodeId);
    requireName("clusterName", clusterName);
    secret = secret.clone();
  }

  /** Without the secret, which must not reach a log. */
  @Override
  public String toString() {
    return "node %s of cluster %s".formatted(nodeId, clusterName);
  }

  private static void requireName(String field, String value) {
    int bytes = value == null ? 0 : value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > MAX_NAME_BYTES) {
      throw new IllegalArgumentException(
          "%s '%s' has %d bytes: it must have 1 to %d"
              .formatted(field, value, bytes, MAX_NAME_BYTES));
    }
  }
}
