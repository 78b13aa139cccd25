package io.atoll.node;

import io.atoll.causal.ContextSeal;
import io.atoll.consensus.TopologyLogSettings;
import io.atoll.env.NodeCredentials;
import io.atoll.env.ProtocolVersions;
import io.atoll.hints.HintSettings;
import io.atoll.incarnation.IncarnationSettings;
import io.atoll.membership.AnswerDetector;
import io.atoll.membership.ClockWatch;
import io.atoll.membership.GossipSettings;
import io.atoll.peer.PartSettings;
import io.atoll.repair.RepairSettings;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.replication.CoordinatorSettings;
import io.atoll.ring.Member;
import io.atoll.storage.StorageSettings;
import java.util.List;

/**
 * What a node is told, beside the doors it is given.
 *
 * @param versions what it speaks with other nodes; its doors are opened with the same
 * @param contexts seals what clients carry; the same on every node of the cluster
 * @param sketches the secret by which replicas are compared; the same on every node of the cluster
 * @param memory for requests, shared with its doors
 */
public record NodeSettings(
    NodeCredentials credentials,
    Formation formation,
    Engines engines,
    ProtocolVersions versions,
    ContextSeal contexts,
    SketchKey sketches,
    NodeMemory memory) {
  public NodeSettings {
    String nodeId = credentials.nodeId();
    if (formation.members.stream().noneMatch(member -> member.nodeId().equals(nodeId))) {
      throw new IllegalArgumentException(
          "nodeId '%s' is not among the initial members %s"
              .formatted(nodeId, formation.members.stream().map(Member::nodeId).toList()));
    }
  }

  /**
   * What its cluster is formed of, if it is not formed yet.
   *
   * @param members of epoch 1, this node among them; their numbers are ignored
   * @param partitions Q, which also a cluster that is formed already has
   */
  public record Formation(List<Member> members, int partitions) {
    public Formation {
      members = List.copyOf(members);
    }
  }

  /**
   * The settings of its engines.
   *
   * @param answers when a peer counts as silent
   * @param clock how far this node's clock may be off
   * @param hints what is kept for replicas that lack writes
   * @param repair how replicas are compared
   * @param parts how messages between nodes travel that do not fit one frame
   * @param partMemoryBytes what those may take of memory on their way
   */
  public record Engines(
      StorageSettings storage,
      CoordinatorSettings coordinator,
      HintSettings hints,
      RepairSettings repair,
      GossipSettings gossip,
      AnswerDetector.Settings answers,
      ClockWatch.Settings clock,
      TopologyLogSettings topologyLog,
      IncarnationSettings incarnation,
      PartSettings parts,
      long partMemoryBytes) {}
}
