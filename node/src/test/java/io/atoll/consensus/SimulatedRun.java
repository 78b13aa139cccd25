package io.atoll.consensus;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One experiment: a time of proposals and faults, a heal after which all nodes must come to the
 * same epoch, and proposals that must succeed while a minority of the voters is down.
 */
final class SimulatedRun {
  private static final long FAULTS_MS = 6_000;

  private final SimulatedCluster cluster;
  private final SplittableRandom random;
  private int unfinished;

  private SimulatedRun(SimulatedCluster cluster) {
    this.cluster = cluster;
    this.random = cluster.random;
  }

  /**
   * Runs a seed.
   *
   * @return how many epochs were decided
   * @throws AssertionError when the checker objects
   */
  static int of(long seed, Sabotage sabotage, boolean traced) {
    return of(seed, sabotage, sabotage == Sabotage.FORGETFUL_VOTERS_VOTE, traced);
  }

  /**
   * Runs a seed.
   *
   * @param oneGoesBack whether one node forgets what it voted
   * @return how many epochs were decided
   * @throws AssertionError when the checker objects
   */
  static int of(long seed, Sabotage sabotage, boolean oneGoesBack, boolean traced) {
    SimulatedCluster cluster = new SimulatedCluster(seed, sabotage, oneGoesBack, traced);
    new SimulatedRun(cluster).run(sabotage == Sabotage.NONE);
    return cluster.checker.epochs();
  }

  /**
   * @param live whether the nodes must succeed after the heal; under sabotage only agreement counts
   */
  private void run(boolean live) {
    int proposals = 5 + random.nextInt(20);
    for (int i = 0; i < proposals; i++) {
      long atMs = random.nextLong(FAULTS_MS);
      for (int rivals = random.nextInt(3); rivals >= 0; rivals--) {
        cluster.after(atMs + random.nextInt(100), this::proposeSomewhere);
      }
    }
    int faults = random.nextInt(80);
    for (int i = 0; i < faults; i++) {
      cluster.after(random.nextLong(FAULTS_MS), this::disturb);
    }
    cluster.run(FAULTS_MS);

    cluster.calm();
    cluster.nodes.forEach(SimulatedCluster.Node::resume);
    cluster.nodes.forEach(SimulatedCluster.Node::start);
    if (!live) {
      cluster.run(3_000);
      cluster.checker.finish();
      return;
    }
    awaitRest();
    theForgetfulVotesAgain();

    aMajoritySuffices();
    cluster.nodes.forEach(SimulatedCluster.Node::start);
    awaitRest();
    cluster.checker.finish();
  }

  /** Two decisions later at the latest, all voters being there. */
  private void theForgetfulVotesAgain() {
    SimulatedCluster.Node first = cluster.nodes.getFirst();
    for (int i = 0; i < 2 && !first.log.remembersItsVotes(); i++) {
      cluster
          .nodes
          .getLast()
          .propose(
              TestValue.of(
                  "again " + i,
                  first.voters().contains(first.id)
                      ? first.voters()
                      : cluster.ids(cluster.nodes.subList(0, 3))),
              end -> {});
      awaitRest();
    }
  }

  private void aMajoritySuffices() {
    List<String> voters =
        TestValue.voters(
            cluster
                .nodes
                .getFirst()
                .log
                .topology(cluster.nodes.getFirst().log.newestEpoch())
                .get());
    int down = (voters.size() - 1) / 2;
    cluster.nodes.stream()
        .filter(n -> voters.indexOf(n.id) >= 0 && voters.indexOf(n.id) < down)
        .forEach(SimulatedCluster.Node::crash);
    List<SimulatedCluster.Node> proposers = cluster.running();
    unfinished = Math.min(3, proposers.size());
    int count = unfinished;
    for (int i = 0; i < count; i++) {
      proposeUntilDecided(proposers.get(i));
    }
    for (int waited = 0; unfinished > 0 && waited < 60; waited++) {
      cluster.run(1_000);
    }
    if (unfinished > 0) {
      throw new AssertionError(
          unfinished + " proposers did not succeed with a majority of " + voters + " in a minute");
    }
  }

  private void proposeUntilDecided(SimulatedCluster.Node node) {
    node.propose(
        cluster.value(cluster.ids(cluster.running())),
        end -> {
          if (end instanceof ProposalEnd.Decided) {
            unfinished--;
          } else {
            cluster.after(1, () -> proposeUntilDecided(node));
          }
        });
  }

  private void proposeSomewhere() {
    List<SimulatedCluster.Node> running = cluster.running();
    if (!running.isEmpty()) {
      cluster.any(running).propose(cluster.value(cluster.ids(cluster.nodes)), end -> {});
    }
  }

  private void disturb() {
    SimulatedCluster.Node node = cluster.anyVoter();
    long durationMs = 1L << random.nextInt(3, 12);
    switch (random.nextInt(5)) {
      case 0, 1 -> {
        node.crash();
        cluster.after(durationMs, node::start);
      }
      case 2 -> node.pause(durationMs);
      case 3 -> cut(List.of(node), List.of(cluster.anyVoter()), durationMs);
      default -> {
        List<SimulatedCluster.Node> left = new ArrayList<>();
        List<SimulatedCluster.Node> right = new ArrayList<>();
        cluster.nodes.forEach(n -> (random.nextBoolean() ? left : right).add(n));
        cut(left, right, durationMs);
        cut(right, left, durationMs);
      }
    }
  }

  private void cut(
      List<SimulatedCluster.Node> from, List<SimulatedCluster.Node> to, long durationMs) {
    cluster.trace("cut from %s to %s", cluster.ids(from), cluster.ids(to));
    from.forEach(f -> to.forEach(t -> cluster.network.cut(f.id, t.id)));
    cluster.after(
        durationMs, () -> from.forEach(f -> to.forEach(t -> cluster.network.mend(f.id, t.id))));
  }

  /** Runs until all nodes have been at one and the same epoch for a while. */
  private void awaitRest() {
    long epoch = 0;
    int calmPeriods = 0;
    for (int waited = 0; calmPeriods < 4; waited++) {
      if (waited == 60) {
        throw new AssertionError("half a minute after the heal nodes are at different epochs");
      }
      cluster.run(500);
      long newest = cluster.nodes.getFirst().log.newestEpoch();
      boolean same = cluster.nodes.stream().allMatch(n -> n.log.newestEpoch() == newest);
      calmPeriods = same && newest == epoch ? calmPeriods + 1 : 0;
      epoch = newest;
    }
  }
}
