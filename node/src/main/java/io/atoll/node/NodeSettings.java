package io.atoll.node;

import io.atoll.consensus.TopologyLogSettings;
import io.atoll.env.ProtocolVersions;
import io.atoll.membership.GossipSettings;
import io.atoll.replication.CoordinatorSettings;
import io.atoll.ring.Member;
import io.atoll.storage.StorageSettings;
import java.util.List;

/**
 * What a node is told, beside the doors it is given.
 *
 * @param initialMembers what epoch 1 is formed of, this node among them; their numbers are ignored
 * @param partitions Q of a cluster that is formed
 * @param secret authenticates gossip; empty when there is none
 * @param versions what it speaks with other nodes; its doors are opened with the same
 */
public record NodeSettings(
    String clusterName,
    String nodeId,
    List<Member> initialMembers,
    int partitions,
    byte[] secret,
    StorageSettings storage,
    CoordinatorSettings coordinator,
    GossipSettings gossip,
    TopologyLogSettings topologyLog,
    ProtocolVersions versions) {
  public NodeSettings {
    initialMembers = List.copyOf(initialMembers);
    if (initialMembers.stream().noneMatch(member -> member.nodeId().equals(nodeId))) {
      throw new IllegalArgumentException(
          "nodeId '%s' is not among the initial members %s"
              .formatted(nodeId, initialMembers.stream().map(Member::nodeId).toList()));
    }
  }
}
