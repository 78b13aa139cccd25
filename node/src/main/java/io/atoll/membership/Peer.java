package io.atoll.membership;

import io.atoll.env.Address;

/**
 * A member as gossip needs to know it.
 *
 * @param nodeId its stable name, unique in the cluster
 * @param dc decides between LAN and WAN timing
 * @param gossip where it takes datagrams
 */
public record Peer(String nodeId, String dc, Address gossip) {
  public Peer {
    if (nodeId == null || nodeId.isBlank()) {
      throw new IllegalArgumentException("nodeId is empty: must be the node's stable name");
    }
    if (dc == null || dc.isBlank()) {
      throw new IllegalArgumentException("dc of " + nodeId + " is empty: must be a name");
    }
    if (gossip == null) {
      throw new IllegalArgumentException("gossip of " + nodeId + " is missing: an address");
    }
  }
}
