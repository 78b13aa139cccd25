package io.atoll.chaos.workload;

import io.atoll.chaos.world.Stage;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.server.Backend;
import io.atoll.sim.Scheduler;
import io.atoll.sim.SimCluster;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * An operator who creates, changes and drops a keyspace of its own now and then, through whatever
 * node is there.
 */
public final class KeyspaceChurn implements Workload {
  private static final String NAME = "churned";

  private final Stage stage;
  private final SimCluster cluster;
  private final RandomGenerator random;
  private final Scheduler.Life life = Stage.life("operator");
  private boolean stopped;

  public KeyspaceChurn(Stage stage) {
    this.stage = stage;
    this.cluster = stage.cluster();
    this.random = stage.random();
  }

  @Override
  public void start() {
    cluster.scheduler().after(random.nextLong(4_000_000_000L), life, this::next);
  }

  @Override
  public void stop() {
    stopped = true;
  }

  private void next() {
    if (stopped) {
      return;
    }
    List<Member> members = stage.members();
    String nodeId = members.get(random.nextInt(members.size())).nodeId();
    cluster.onLoop(nodeId, 0, node -> change(nodeId, node.backend(0)));
    start();
  }

  private void change(String nodeId, Backend backend) {
    Topology topology = backend.topology();
    Future<Topology> decision;
    if (!topology.keyspaces().containsKey(NAME)) {
      decision = backend.createKeyspace(keyspace(topology, ConflictPolicy.LWW));
    } else if (random.nextBoolean()) {
      decision =
          backend.changeKeyspace(NAME, before -> keyspace(topology, ConflictPolicy.SIBLINGS));
    } else {
      decision = backend.dropKeyspace(NAME);
    }
    decision.onComplete(
        decided -> stage.say("keyspace change through " + nodeId + ": epoch " + decided.epoch()),
        refused -> stage.say("keyspace change through " + nodeId + ": " + refused.getMessage()));
  }

  private static Keyspace keyspace(Topology topology, ConflictPolicy policy) {
    TreeMap<String, Integer> replication = new TreeMap<>(Comparator.naturalOrder());
    topology.dcs().forEach(dc -> replication.put(dc, 1));
    return new Keyspace(0, NAME, replication, policy, Named.ONE, Named.QUORUM);
  }
}
