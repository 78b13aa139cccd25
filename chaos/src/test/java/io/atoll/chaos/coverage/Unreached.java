package io.atoll.chaos.coverage;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Classes of protocols of which simulations reach less than the rest, each with the reason. Those
 * of one reason stand together.
 */
final class Unreached {
  /** By the name of the class behind {@code io.atoll.}. */
  static final SortedMap<String, String> REASONS = reasons();

  private Unreached() {}

  private static SortedMap<String, String> reasons() {
    TreeMap<String, String> reasons = new TreeMap<>();
    notInServiceYet(reasons);
    seenByOtherTests(reasons);
    add(
        reasons,
        "a value: what is left of it refuses arguments that no part of a node passes, or prints it",
        "causal.Actor",
        "causal.Dot",
        "causal.Version",
        "incarnation.IncarnationSettings",
        "incarnation.Run",
        "membership.Peer",
        "peer.PartSettings",
        "peer.PeerProtocol",
        "ring.Keyspace",
        "ring.KeyspaceExistsException",
        "ring.Member",
        "ring.Names",
        "replication.CoordinatorSettings",
        "replication.ReplicaSet");
    return Collections.unmodifiableSortedMap(reasons);
  }

  private static void notInServiceYet(TreeMap<String, String> reasons) {
    add(
        reasons,
        "plans how the ring changes when members come, go or change weight; nothing in service"
            + " calls Topology.withJoined, withLeft, withWeights or RingChange yet",
        "ring.ClaimPlan",
        "ring.DcClaim",
        "ring.Claim",
        "ring.Partitions",
        "ring.Placement",
        "ring.PlacementTable",
        "ring.PlacementTables",
        "ring.PreferenceList",
        "ring.RingChange",
        "ring.Stage",
        "ring.TokenRange",
        "ring.Topology",
        "ring.Transition",
        "ring.TransitionCodec",
        "ring.TransitionRules",
        "synod.Quorum");
    add(
        reasons,
        "what is left of it is for arcs that move and for fallbacks, which stand in for replicas"
            + " that are down; nothing in service plans with either yet",
        "replication.ArcReplicas",
        "replication.Quorum",
        "replication.ReplicaRoles",
        "ring.Fallbacks");
    add(
        reasons,
        "streams between nodes, or what is left of it is for them; no engine serves one yet",
        "peer.ChunkCodec",
        "peer.ChunkSource",
        "peer.FrameHead",
        "peer.FrameWriter",
        "peer.Inflow",
        "peer.Outflow",
        "peer.PeerEndpoint",
        "peer.PeerServices",
        "peer.PeerStream",
        "peer.StreamFailure",
        "peer.StreamFailureCodec",
        "peer.StreamIntakes",
        "peer.StreamOutlets",
        "peer.StreamSettings");
    add(
        reasons,
        "reads and writes vectors that stand by themselves; nothing in service keeps one yet",
        "causal.VectorFormat");
  }

  private static void seenByOtherTests(TreeMap<String, String> reasons) {
    add(
        reasons,
        "a peer of another release does not serve a call, or its memory for messages in parts is"
            + " used up: AdjacentVersionsTest, PartsTest",
        "peer.NotServed",
        "peer.NotServedCodec",
        "peer.PartMemory",
        "peer.PartOutlets");
    add(
        reasons,
        "bytes that no node sends: connections between nodes are checked for what comes over them"
            + " as a whole, so that no simulated one alters any; PeerEndpointTest",
        "peer.MalformedFrameException");
    add(
        reasons,
        "what clients bring that is no context: simulated ones bring what they were given;"
            + " ContextSealTest",
        "causal.ContextSeal",
        "causal.MalformedContextException");
    add(
        reasons,
        "contexts of hundreds of events, which are cut to what a header takes: it needs more runs"
            + " of nodes than a simulation has time for; BoundedContextTest",
        "causal.CausalContext");
    add(
        reasons,
        "clusters of more than 16 members grow it: slow to simulate; AnswerCountsTest",
        "peer.AnswerCounts");
    add(
        reasons,
        "a default of an interface whose implementations are what runs in a node",
        "peer.Peers",
        "replication.LiveMembers",
        "replication.LocalReplicas",
        "service.PeerSight");
    add(
        reasons,
        "of two processes of one data directory, and of peers that keep no record of runs:"
            + " DirectoryGoneBackTest, AdjacentVersionsTest",
        "incarnation.Claimant",
        "incarnation.Effect",
        "incarnation.RunHistory",
        "service.IncarnationService");
    add(
        reasons,
        "an incarnation that is known from the start is for tests of shards, and one is worn out by"
            + " forged states only: ReplicaShardTest",
        "service.Incarnation");
    add(
        reasons,
        "states that were damaged or forged, and siblings of megabytes: ReplicaShardTest,"
            + " LargeStatesTest",
        "service.ReplicaShard");
    add(
        reasons,
        "what is left of it reads that siblings take megabytes, that a level is impossible, which"
            + " who passes a write on says itself, and bytes that no node sends:"
            + " ReplicationCodecTest",
        "replication.FailureCodec");
    add(
        reasons,
        "more requests than a node lets in, or no memory left for more; simulated nodes have as"
            + " much as they want: CoordinatorTest, RequestMemoryTest",
        "replication.Coordination",
        "replication.OperationTimer",
        "replication.ReadSizes");
    add(
        reasons,
        "a damaged file of the topology, or an epoch that only a later release can read:"
            + " TopologyLogTest, TopologyLogRunnerTest, DamagedStartTest",
        "consensus.DurableState",
        "consensus.Effect",
        "consensus.LostStateException",
        "consensus.StartingPoint",
        "consensus.TopologyLogRunner",
        "consensus.Values",
        "service.TopologyService");
    add(
        reasons,
        "what is left of it is for persons, who have replicas compared, or not for a while:"
            + " AntiEntropyTest",
        "service.AntiEntropy",
        "service.RepairDriver");
    add(
        reasons,
        "a generation at the end of what numbers reach, where nobody gets who counts",
        "membership.Refutation");
    add(
        reasons,
        "every Java runtime has the algorithm: what is left says that one has not",
        "membership.HmacSeal");
  }

  private static void add(TreeMap<String, String> reasons, String reason, String... classes) {
    for (String name : classes) {
      if (reasons.put(name, reason) != null) {
        throw new IllegalStateException(name + " has two reasons");
      }
    }
  }
}
