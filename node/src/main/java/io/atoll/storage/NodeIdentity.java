package io.atoll.storage;

/**
 * Whose a data directory is.
 *
 * @param cluster the cluster's name
 * @param nodeId the node's id in it
 */
public record NodeIdentity(String cluster, String nodeId) {
  public NodeIdentity {
    if (cluster.isEmpty() || nodeId.isEmpty()) {
      throw new IllegalArgumentException(
          "a data directory needs a cluster name and a node id, not '%s' and '%s'"
              .formatted(cluster, nodeId));
    }
  }

  @Override
  public String toString() {
    return "node '" + nodeId + "' of cluster '" + cluster + "'";
  }
}
