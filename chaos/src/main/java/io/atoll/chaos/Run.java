package io.atoll.chaos;

import io.atoll.chaos.checker.Checker;
import io.atoll.chaos.checker.Checkers;
import io.atoll.chaos.checker.Evidence;
import io.atoll.chaos.checker.WhatCanBeDoneIsDone;
import io.atoll.chaos.fault.Encounters;
import io.atoll.chaos.fault.Fault;
import io.atoll.chaos.fault.FaultPlan;
import io.atoll.chaos.fault.Nemesis;
import io.atoll.chaos.fault.Place;
import io.atoll.chaos.fault.Targets;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.MadeWrites;
import io.atoll.chaos.watch.EpochWatch;
import io.atoll.chaos.watch.Watch;
import io.atoll.chaos.workload.Workload;
import io.atoll.chaos.world.Stage;
import io.atoll.chaos.world.Strife;
import io.atoll.chaos.world.World;
import io.atoll.node.Node;
import io.atoll.ring.Member;
import io.atoll.sim.SimCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * One run of an experiment: its workloads work while faults strike, then everything heals and
 * settles, and the checkers judge. A function of its seed.
 */
public final class Run {
  private static final long START_MS = 1_000;

  /** What a healed cluster has beyond the time in which it must have seen that all is well. */
  private static final long SPARE_MS = 1_200;

  private static final long HEAL_MS =
      Fault.LONGEST_ECHO_MS + WhatCanBeDoneIsDone.BOUND_MS + SPARE_MS;

  /** Twenty times what runs take. */
  private static final long MOST_EVENTS = 10_000_000;

  private final long seed;
  private final SplittableRandom random;
  private final Detail detail;
  private final Transcript transcript = new Transcript();
  private final List<String> broken = new ArrayList<>();
  private final Watch watch;
  private final Stage stage;
  private FaultPlan plan = FaultPlan.of(List.of());
  private final List<Workload> workloads = new ArrayList<>();

  public Run(Experiment experiment, long seed) {
    this(experiment, seed, Detail.USUAL);
  }

  /**
   * @param detail how much its transcript tells
   */
  public Run(Experiment experiment, long seed, Detail detail) {
    this.seed = seed;
    this.detail = detail;
    this.random = new SplittableRandom(seed);
    World world = experiment.world().apply(random.split());
    History history = new History();
    this.watch = new Watch(history);
    SimCluster cluster =
        new SimCluster(
            random.nextLong(),
            world.settings(),
            transcript::add,
            (nodeId, plain) ->
                watch.between(
                    new MadeWrites(
                        plain, member(world, nodeId), history, id -> hasDropped(nodeId, id)),
                    member(world, nodeId)));
    cluster.scheduler().endAfter(MOST_EVENTS);
    watch.begin(cluster);
    this.stage = new Stage(world, cluster, history, random);
    transcript.clock(stage::nowNanos);
    if (detail == Detail.MESSAGES) {
      cluster.network().log(new MessageLines(transcript, stage::nowNanos));
    }
    stage.say("world: " + world);
    experiment.workloads().forEach(workload -> workloads.add(workload.apply(stage.split())));
  }

  private boolean hasDropped(String nodeId, int keyspaceId) {
    Node node = stage.cluster().node(nodeId);
    return node != null && node.topology().hasDropped(keyspaceId);
  }

  private static Member member(World world, String nodeId) {
    return world.settings().members().stream()
        .filter(member -> member.nodeId().equals(nodeId))
        .findFirst()
        .orElseThrow();
  }

  /** Runs it, once. */
  public Verdict verdict() {
    SimCluster cluster = stage.cluster();
    cluster.startAll();
    EpochWatch.start(stage);
    cluster.runForMs(START_MS);
    workloads.forEach(Workload::setup);
    strive();
    Aftermath aftermath = new Aftermath(stage, watch, broken::add);
    aftermath.settle();
    Evidence evidence = aftermath.evidence();
    workloads.forEach(workload -> workload.exam(broken::add));
    new Exam(stage, watch.health(), broken::add).hold();
    workloads.forEach(workload -> workload.close(broken::add));
    return judge(evidence);
  }

  private void strive() {
    SimCluster cluster = stage.cluster();
    Strife strife = stage.world().strife();
    long now = cluster.scheduler().nowMs();
    plan =
        FaultPlan.choose(
            random.split(),
            Targets.of(cluster, clients()),
            strife,
            now + 1_000,
            now + strife.forMs());
    plan.strikes().forEach(strike -> stage.say("plan: " + strike));
    watch.health().expect(plan.strikes());
    Nemesis nemesis = new Nemesis(cluster);
    nemesis.follow(plan);
    workloads.forEach(Workload::start);
    cluster.runForMs(strife.forMs());
    workloads.forEach(Workload::stop);
    nemesis.healAll();
    cluster.runForMs(HEAL_MS);
  }

  private List<Place> clients() {
    List<Place> places = new ArrayList<>();
    for (Workload workload : workloads) {
      workload.places().forEach((name, dc) -> places.add(new Place(name, dc)));
    }
    return places;
  }

  private Verdict judge(Evidence evidence) {
    List<Checker> checkers = new ArrayList<>(Checkers.OF_EVERY_RUN);
    workloads.forEach(workload -> checkers.addAll(workload.checkers()));
    broken.addAll(Checker.judge(checkers, evidence));
    if (tellsRequests()) {
      RequestLines.into(transcript, evidence.history());
      workloads.forEach(workload -> workload.account().forEach(transcript::add));
    }
    Encounters encounters = Encounters.of(plan, evidence.history(), evidence.topology());
    String summary = summary(evidence) + ", " + encounters;
    return new Verdict(seed, broken, summary, encounters, transcript.lines());
  }

  private boolean tellsRequests() {
    return switch (detail) {
      case VERDICT -> false;
      case USUAL -> !broken.isEmpty();
      case REQUESTS, MESSAGES -> true;
    };
  }

  private String summary(Evidence evidence) {
    History history = evidence.history();
    String figures =
        "%d of %d writes acknowledged, %d of %d reads answered, epoch %d, %d events"
            .formatted(
                history.acknowledged(),
                history.writes().size(),
                history.answeredReads().size(),
                history.reads().size(),
                evidence.topology().epoch(),
                stage.cluster().scheduler().eventsRun());
    String more =
        workloads.stream()
            .map(Workload::summary)
            .filter(each -> !each.isEmpty())
            .collect(Collectors.joining(", "));
    return more.isEmpty() ? figures : figures + ", " + more;
  }
}
