package io.atoll.chaos.workload;

import io.atoll.chaos.world.Stage;
import io.atoll.node.Node;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.ReadRepair;
import io.atoll.ring.Topology;
import io.atoll.sim.Scheduler;
import io.atoll.sim.SimCluster;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Operators who create, change and drop a keyspace of their own now and then, through whatever node
 * is there. It has many replicas in some DCs, and none in others. In a part of the runs several of
 * them ask at the same moment, and often, so that nodes contend for every epoch.
 */
public final class KeyspaceChurn implements Workload {
  /** The keyspace that comes and goes. */
  public static final String NAME = "churned";

  /** In one DC: more than any other keyspace has, so that the ring must name more. */
  private static final int MOST_REPLICAS = 5;

  private static final long MOST_PAUSE_NANOS = 4_000_000_000L;

  /** One run in so many is one in which operators contend. */
  private static final int CONTENDED_ONE_IN = 3;

  /**
   * One of so many that are created has blocking read repair: by the epoch, a new one each time.
   */
  private static final int BLOCKING_ONE_IN = 3;

  private static final long MOST_PAUSE_CONTENDED_NANOS = 800_000_000;

  private final Stage stage;
  private final SimCluster cluster;
  private final RandomGenerator random;
  private final Operator operator;
  private final Scheduler.Life life = Stage.life("operator");
  private final boolean contended;
  private boolean stopped;

  public KeyspaceChurn(Stage stage) {
    this.stage = stage;
    this.cluster = stage.cluster();
    this.random = stage.random();
    this.operator = new Operator(stage);
    this.contended = random.nextInt(CONTENDED_ONE_IN) == 0;
  }

  @Override
  public void start() {
    long mostNanos = contended ? MOST_PAUSE_CONTENDED_NANOS : MOST_PAUSE_NANOS;
    cluster.scheduler().after(random.nextLong(mostNanos), life, this::next);
  }

  @Override
  public void stop() {
    stopped = true;
  }

  private void next() {
    if (stopped) {
      return;
    }
    int atOnce = contended ? 2 + random.nextInt(3) : 1;
    for (int i = 0; i < atOnce; i++) {
      askOne();
    }
    start();
  }

  private void askOne() {
    List<Member> members = stage.members();
    String nodeId = members.get(random.nextInt(members.size())).nodeId();
    Node node = cluster.node(nodeId);
    if (node != null) {
      change(nodeId, node.topology());
    }
  }

  private void change(String nodeId, Topology topology) {
    Keyspace there = topology.keyspaces().get(NAME);
    if (there == null) {
      ConflictPolicy policy = random.nextBoolean() ? ConflictPolicy.LWW : ConflictPolicy.SIBLINGS;
      Keyspace created =
          Keyspaces.keyspace(
              stage.members(), NAME, policy, () -> random.nextInt(1 + MOST_REPLICAS));
      boolean blocking = topology.epoch() % BLOCKING_ONE_IN == 0;
      operator.create(nodeId, blocking ? created.with(ReadRepair.BLOCKING) : created);
    } else if (random.nextBoolean()) {
      ConflictPolicy policy = random.nextBoolean() ? ConflictPolicy.SIBLINGS : there.conflicts();
      operator.change(nodeId, with(there, policy));
    } else {
      operator.drop(nodeId, NAME);
    }
  }

  /** Siblings may be kept from now on where the last writer won; and levels may be changed. */
  private Keyspace with(Keyspace there, ConflictPolicy policy) {
    Named read = random.nextBoolean() ? Named.ONE : Named.QUORUM;
    return new Keyspace(
        0, NAME, there.replication(), policy, read, Named.QUORUM, there.readRepair());
  }
}
