package io.atoll.chaos;

import io.atoll.chaos.checker.AcknowledgedWritesLive;
import io.atoll.chaos.checker.Checker;
import io.atoll.chaos.checker.Evidence;
import io.atoll.chaos.checker.MinContextHolds;
import io.atoll.chaos.checker.NoDefects;
import io.atoll.chaos.checker.NothingLeaks;
import io.atoll.chaos.checker.NothingReturns;
import io.atoll.chaos.checker.QuorumReadsSeeQuorumWrites;
import io.atoll.chaos.checker.ReplicasAgree;
import io.atoll.chaos.checker.TopologiesAgree;
import io.atoll.chaos.fault.FaultPlan;
import io.atoll.chaos.fault.Nemesis;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.MadeWrites;
import io.atoll.chaos.workload.Client;
import io.atoll.chaos.workload.KeyspaceChurn;
import io.atoll.chaos.workload.Mix;
import io.atoll.node.TestHooks;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.sim.SimCluster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * One run of a simulated cluster: clients work while faults strike, then everything heals and
 * settles, and the checkers judge. A function of its seed.
 */
public final class Experiment {
  private static final long START_MS = 1_000;
  private static final long STRIFE_MS = 20_000;
  private static final long HEAL_MS = 20_000;
  private static final String SIBLINGS = "default";
  private static final String LWW = "lww";

  private static final List<Checker> CHECKERS =
      List.of(
          new NoDefects(),
          new TopologiesAgree(),
          new AcknowledgedWritesLive(),
          new NothingReturns(),
          new QuorumReadsSeeQuorumWrites(),
          new MinContextHolds(),
          new ReplicasAgree(),
          new NothingLeaks());

  private final long seed;
  private final List<String> transcript = new ArrayList<>();
  private final History history = new History();
  private final SimCluster cluster;
  private final SplittableRandom random;

  /**
   * @param sabotage what is done to the parts of every node; the identity for a fair run
   */
  public Experiment(long seed, int dcs, int nodesPerDc, UnaryOperator<TestHooks> sabotage) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.cluster =
        new SimCluster(
            random.nextLong(),
            dcs,
            nodesPerDc,
            transcript::add,
            (nodeId, plain) -> new MadeWrites(sabotage.apply(plain), member(nodeId), history));
  }

  private Member member(String nodeId) {
    Map<Integer, Member> numbered = Topology.form("simulated", 1, cluster.members()).members();
    return numbered.values().stream()
        .filter(m -> m.nodeId().equals(nodeId))
        .findFirst()
        .orElseThrow();
  }

  /** Runs it. */
  public Verdict run() {
    List<Member> members = cluster.members();
    int replicas = 3 * (int) members.stream().map(Member::dc).distinct().count();
    Mix mix = Mix.choose(random, Math.min(replicas, members.size()));
    FaultPlan plan = FaultPlan.choose(random, members, START_MS + 2_000, START_MS + STRIFE_MS);
    transcript.add("mix: " + mix);
    plan.strikes().forEach(strike -> transcript.add("plan: " + strike));
    cluster.startAll();
    cluster.runForMs(START_MS);
    createLwwKeyspace();
    Nemesis nemesis = new Nemesis(cluster);
    nemesis.follow(plan);
    List<Client> clients = startClients(mix);
    KeyspaceChurn churn = new KeyspaceChurn(cluster, random.split());
    churn.start();
    cluster.runForMs(STRIFE_MS);
    clients.forEach(Client::stop);
    churn.stop();
    nemesis.healAll();
    cluster.runForMs(HEAL_MS);
    Aftermath aftermath = new Aftermath(cluster, List.of(SIBLINGS, LWW), mix.keys());
    aftermath.settle();
    return judge(aftermath);
  }

  private void createLwwKeyspace() {
    String first = cluster.members().getFirst().nodeId();
    cluster.onLoop(first, 0, node -> node.backend(0).createKeyspace(lww(node.topology())));
    cluster.runForMs(2_000);
  }

  private static Keyspace lww(Topology topology) {
    TreeMap<String, Integer> replication = new TreeMap<>(Comparator.naturalOrder());
    replication.putAll(topology.keyspaces().get(SIBLINGS).replication());
    return new Keyspace(0, LWW, replication, ConflictPolicy.LWW, Named.QUORUM, Named.QUORUM);
  }

  private List<Client> startClients(Mix mix) {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < mix.clients(); i++) {
      clients.add(
          new Client(
              "client-" + (i + 1),
              cluster,
              mix,
              List.of(SIBLINGS, SIBLINGS, LWW),
              random.split(),
              history));
    }
    clients.forEach(Client::start);
    return clients;
  }

  private Verdict judge(Aftermath aftermath) {
    Evidence evidence = aftermath.evidence(history);
    List<String> broken = Checker.judge(CHECKERS, evidence);
    String summary =
        "%d of %d writes acknowledged, %d reads answered, %d failed, epoch %d, %d events"
            .formatted(
                history.acknowledged(),
                history.writes().size(),
                history.reads().size(),
                history.failedReads(),
                evidence.topology().epoch(),
                cluster.scheduler().eventsRun());
    return new Verdict(seed, broken, summary, transcript);
  }
}
