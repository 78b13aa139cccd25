package io.atoll.chaos;

import io.atoll.chaos.checker.AcknowledgedWritesLive;
import io.atoll.chaos.checker.CallsEndOnce;
import io.atoll.chaos.checker.Checker;
import io.atoll.chaos.checker.ClientsLeakNothing;
import io.atoll.chaos.checker.Evidence;
import io.atoll.chaos.checker.NoDefects;
import io.atoll.chaos.checker.NoEffectIsNoEffect;
import io.atoll.chaos.checker.NothingLeaks;
import io.atoll.chaos.checker.NothingReturns;
import io.atoll.chaos.checker.ReplicasAgree;
import io.atoll.chaos.checker.SessionsNeverGoBack;
import io.atoll.chaos.checker.TopologiesAgree;
import io.atoll.chaos.fault.FaultPlan;
import io.atoll.chaos.fault.Nemesis;
import io.atoll.chaos.fault.Place;
import io.atoll.chaos.fault.Targets;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.MadeWrites;
import io.atoll.chaos.session.ClientProcess;
import io.atoll.chaos.session.SessionHistory;
import io.atoll.chaos.session.SessionMix;
import io.atoll.chaos.session.SessionUser;
import io.atoll.chaos.session.Tampering;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.sim.SimCluster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * One run of a simulated cluster that is used through the client library: users read and write in
 * sessions that move between clients in all DCs while faults strike, then everything heals and
 * settles, every client must find every key, and the checkers judge. A function of its seed.
 */
public final class SessionExperiment {
  private static final long START_MS = 3_000;
  private static final long OPENING_MS = 2_000;
  private static final long STRIFE_MS = 20_000;
  private static final long HEAL_MS = 20_000;
  private static final int LAST_READ_MS = 2_000;
  private static final long CLOSING_MS = 2_000;
  private static final String SIBLINGS = "default";
  private static final String LWW = "lww";
  private static final String THIN = "thin";
  private static final List<String> KEYSPACES = List.of(SIBLINGS, LWW, THIN);

  private final long seed;
  private final Tampering tampering;
  private final List<String> transcript = new ArrayList<>();
  private final History history = new History();
  private final SessionHistory sessions = new SessionHistory(history);
  private final SplittableRandom random;
  private final SimCluster cluster;
  private final List<ClientProcess> clients = new ArrayList<>();
  private final List<SessionUser> users = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();

  /**
   * @param tampering what is done to clients and nodes; {@link Tampering#NONE} for a fair run
   */
  public SessionExperiment(long seed, int dcs, int nodesPerDc, Tampering tampering) {
    this.seed = seed;
    this.tampering = tampering;
    this.random = new SplittableRandom(seed);
    this.cluster =
        new SimCluster(
            random.nextLong(),
            dcs,
            nodesPerDc,
            transcript::add,
            (nodeId, plain) -> new MadeWrites(plain, member(nodeId), history));
    cluster.clientBackends(tampering::backend);
  }

  private Member member(String nodeId) {
    return cluster.members().stream()
        .filter(member -> member.nodeId().equals(nodeId))
        .findFirst()
        .orElseThrow();
  }

  /** Runs it. */
  public Verdict run() {
    SessionMix mix = SessionMix.choose(random);
    transcript.add("mix: " + mix);
    cluster.startAll();
    cluster.runForMs(START_MS / 3);
    createKeyspaces();
    List<Place> places = startClients(mix);
    cluster.runForMs(OPENING_MS);
    if (clientsAreOpen()) {
      strive(mix, places);
    }
    return judge(mix);
  }

  private void createKeyspaces() {
    String first = cluster.members().getFirst().nodeId();
    for (Keyspace keyspace :
        List.of(keyspace(LWW, ConflictPolicy.LWW, 2), keyspace(THIN, ConflictPolicy.SIBLINGS, 1))) {
      cluster.onLoop(first, 0, node -> node.backend(0).createKeyspace(keyspace));
      cluster.runForMs(START_MS / 3);
    }
  }

  /** A keyspace with few replicas, so that most nodes have none of a key. */
  private Keyspace keyspace(String name, ConflictPolicy policy, int most) {
    TreeMap<String, Integer> replication = new TreeMap<>(Comparator.naturalOrder());
    for (Member member : cluster.members()) {
      replication.merge(member.dc(), 1, (before, one) -> Math.min(most, before + one));
    }
    return new Keyspace(0, name, replication, policy, Named.QUORUM, Named.QUORUM);
  }

  private List<Place> startClients(SessionMix mix) {
    List<Place> places = new ArrayList<>();
    List<String> dcs = cluster.members().stream().map(Member::dc).distinct().toList();
    for (int i = 0; i < mix.crowd().clientsPerDc(); i++) {
      for (String dc : dcs) {
        String name = "client-" + (places.size() + 1);
        List<String> others = dcs.stream().filter(other -> !other.equals(dc)).toList();
        clients.add(
            ClientProcess.start(
                cluster,
                name,
                dc,
                mix.habits().fallbacksGiven() ? others : List.of(),
                mix,
                random.split(),
                sessions,
                tampering));
        places.add(new Place(name, dc));
      }
    }
    return places;
  }

  private boolean clientsAreOpen() {
    for (ClientProcess client : clients) {
      if (client.trouble() != null) {
        broken.add("%s did not find the cluster: %s".formatted(client.name(), client.trouble()));
      }
    }
    return broken.isEmpty();
  }

  private void strive(SessionMix mix, List<Place> places) {
    long now = cluster.scheduler().nowMs();
    FaultPlan plan =
        FaultPlan.choose(
            random, Targets.of(cluster.members(), places), now + 1_000, now + STRIFE_MS);
    plan.strikes().forEach(strike -> transcript.add("plan: " + strike));
    Nemesis nemesis = new Nemesis(cluster);
    nemesis.follow(plan);
    for (int i = 0; i < mix.crowd().users() + mix.crowd().loners(); i++) {
      boolean inSession = i < mix.crowd().users();
      users.add(
          new SessionUser(
              inSession ? "session-" + (i + 1) : "loner-" + (i + 1 - mix.crowd().users()),
              inSession,
              cluster,
              mix,
              clients,
              KEYSPACES,
              random.split(),
              sessions,
              tampering));
    }
    users.forEach(SessionUser::start);
    cluster.runForMs(STRIFE_MS);
    users.forEach(SessionUser::stop);
    nemesis.healAll();
    cluster.runForMs(HEAL_MS);
  }

  private Verdict judge(SessionMix mix) {
    Aftermath aftermath = new Aftermath(cluster, KEYSPACES, mix.crowd().keys());
    aftermath.settle();
    readEverything(mix.crowd().keys());
    clients.forEach(ClientProcess::close);
    cluster.runForMs(CLOSING_MS);
    Evidence evidence = aftermath.evidence(history);
    broken.addAll(
        Checker.judge(
            List.of(
                new NoDefects(),
                new CallsEndOnce(sessions),
                new SessionsNeverGoBack(sessions),
                new AcknowledgedWritesLive(),
                new NothingReturns(),
                new NoEffectIsNoEffect(),
                new TopologiesAgree(),
                new ReplicasAgree(),
                new NothingLeaks(),
                new ClientsLeakNothing(clients)),
            evidence));
    if (!broken.isEmpty()) {
      history
          .writes()
          .forEach(write -> transcript.add(write + ", with context " + write.context()));
      sessions.reads().forEach(read -> transcript.add(read.toString()));
    }
    String summary =
        "%d of %d writes acknowledged, %d reads in sessions, %d calls, failures %s, %s, %d events"
            .formatted(
                history.acknowledged(),
                history.writes().size(),
                sessions.reads().size(),
                sessions.calls().size(),
                sessions.failures(),
                sessions.efforts(),
                cluster.scheduler().eventsRun());
    return new Verdict(seed, broken, summary, transcript);
  }

  /** Everybody reads every key, in sessions and without; now nothing may fail. */
  private void readEverything(int keys) {
    int failuresBefore = failures();
    users.forEach(user -> user.readEverything(LAST_READ_MS));
    for (ClientProcess client : clients) {
      if (client.trouble() == null) {
        client.readEverything(KEYSPACES, keys, LAST_READ_MS, broken::add);
      }
    }
    cluster.runForMs(LAST_READ_MS + 1_000);
    int failed = failures() - failuresBefore;
    if (failed > 0) {
      broken.add(
          "%d reads in sessions failed when everything had healed, of all failures %s"
              .formatted(failed, sessions.failures()));
    }
  }

  private int failures() {
    return sessions.failures().values().stream().mapToInt(Integer::intValue).sum();
  }
}
