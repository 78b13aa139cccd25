package io.atoll.server;

import io.atoll.causal.ContextSeal;
import io.atoll.hints.HintReport;
import io.atoll.repair.RepairFilter;
import io.atoll.repair.RepairReport;
import io.atoll.repair.RepairRun;
import io.atoll.repair.RepairTree;
import io.atoll.replication.KeyValueStore;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.service.NodeStatus;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.UnaryOperator;

/** What HTTP and the client protocol need of a node, on one loop. */
public interface Backend {
  /** The node id of this node. */
  String nodeId();

  /** The wall time of this node. */
  long wallMs();

  /** The newest topology that this node knows. */
  Topology topology();

  /** Seals the contexts that leave for clients, and opens those that come back. */
  ContextSeal contexts();

  /** The store, for calls on this loop. */
  KeyValueStore store();

  /** Every member as this node sees it, in the order of the member numbers. */
  List<NodeStatus> nodes();

  /** Empty when the node can serve; otherwise why not yet. */
  String notReadyBecause();

  /** Empty while the node's storage takes writes; otherwise why it refuses them. */
  String cannotWriteBecause();

  /** What the node keeps for replicas that lack writes. */
  Future<HintReport> hints();

  /**
   * Brings nothing to a replica that lacks writes, until told otherwise or the next start.
   *
   * @param member null for all
   */
  void pauseHints(Member member);

  /**
   * Brings it what it lacks again.
   *
   * @param member null for all
   */
  void resumeHints(Member member);

  /** How the node's replicas stand with those of others. */
  Future<RepairReport> repair();

  /** Begins to compare them, and to mend what differs; answers a run without parts for nothing. */
  Future<RepairRun> beginRepair(RepairFilter filter);

  /** How far a run is; null for one that the node does not know, or not any more. */
  Future<RepairRun> repairRun(long id);

  /**
   * The hashes of what the node holds of a keyspace.
   *
   * @param against the member beside whose they are wanted, only of what both hold; null for none
   * @return fails, with a message for people, where they cannot be told now
   */
  Future<RepairTree> repairTree(Keyspace keyspace, Member against);

  /** Compares nothing in the background, until told otherwise or the next start; runs go on. */
  void pauseRepair();

  /** Compares in the background again. */
  void resumeRepair();

  /** Adds a keyspace by a decision of the topology's voters; answers the new topology. */
  Future<Topology> createKeyspace(Keyspace keyspace);

  /**
   * Changes a keyspace by a decision of the topology's voters; answers the new topology.
   *
   * @param change of the keyspace as it is when that is decided; pure, and called anywhere
   */
  Future<Topology> changeKeyspace(String name, UnaryOperator<Keyspace> change);

  /** Removes a keyspace with all its data; answers the new topology. */
  Future<Topology> dropKeyspace(String name);
}
