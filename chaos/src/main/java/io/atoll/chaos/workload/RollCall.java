package io.atoll.chaos.workload;

import io.atoll.chaos.checker.Checker;
import io.atoll.chaos.checker.MembersAreSeen;
import io.atoll.chaos.checker.SuspectsGetTheirTime;
import io.atoll.chaos.world.Stage;
import io.atoll.membership.MemberState;
import io.atoll.node.Node;
import io.atoll.ring.Member;
import io.atoll.service.NodeStatus;
import io.atoll.sim.SimCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Somebody who asks every node, when everything has healed, whom it takes for alive. In some runs a
 * node then goes, and comes back, and the others must notice both.
 */
public final class RollCall implements Workload {
  private static final int ONE_RUN_IN = 2;

  /** Between two probes of a node, which are of different nodes of its DC. */
  private static final long PROBE_MS = 500;

  /**
   * What a node waits for an answer, and a suspicion lasts that all nodes of the DC share, and some
   * ticks.
   */
  private static final long CONDEMNING_MS = 1_200 + 3_000 + 600;

  /** By when all must have. */
  private static final long FAR_MS = 30_000;

  /** By when all must have noticed that a node has said good-bye. */
  private static final long FAREWELL_MS = 3_000;

  private static final long RETURN_MS = 15_000;

  private final Stage stage;
  private final SimCluster cluster;
  private final List<String> mistaken = new ArrayList<>();
  private final Condemnations condemnations;

  public RollCall(Stage stage) {
    this.stage = stage;
    this.cluster = stage.cluster();
    this.condemnations = new Condemnations(cluster);
  }

  @Override
  public void start() {
    condemnations.begin();
  }

  /** Who is condemned while all heals is noted too: then it is plainest that nobody should be. */
  @Override
  public void stop() {}

  @Override
  public void exam(Consumer<String> broken) {
    condemnations.end();
    everybodyIsSeen();
    if (stage.members().size() > 1 && stage.random().nextInt(ONE_RUN_IN) == 0) {
      Member leaving = stage.members().get(stage.random().nextInt(stage.members().size()));
      if (stage.random().nextBoolean()) {
        cluster.stop(leaving.nodeId());
        call(FAREWELL_MS, leaving, asker -> true);
      } else {
        cluster.crash(leaving.nodeId(), true);
        long nearMs = nearMs(leaving);
        call(nearMs, leaving, asker -> asker.dc().equals(leaving.dc()));
        call(FAR_MS - nearMs, leaving, asker -> true);
      }
      cluster.start(leaving.nodeId());
      new FirstWrite(stage, leaving).exam(broken);
      cluster.runForMs(RETURN_MS);
      everybodyIsSeen();
    }
  }

  /**
   * By when nodes of its DC must have noticed that a node has gone without a word: each has probed
   * it by then. They go round in an order that they draw anew for each round, so that a node may be
   * the first of one and the last of the next.
   */
  private long nearMs(Member gone) {
    long probed = stage.members().stream().filter(each -> each.dc().equals(gone.dc())).count() - 1;
    return Math.max(1, 2 * probed - 1) * PROBE_MS + CONDEMNING_MS;
  }

  /** Lets time pass, after which some nodes must have noticed who has gone. */
  private void call(long afterMs, Member gone, Predicate<Member> askers) {
    cluster.runForMs(afterMs);
    for (Member asker : stage.members()) {
      if (!asker.equals(gone) && askers.test(asker)) {
        ask(asker, gone, false);
      }
    }
  }

  private void everybodyIsSeen() {
    for (Member asker : stage.members()) {
      for (Member other : stage.members()) {
        if (cluster.node(other.nodeId()) != null) {
          ask(asker, other, true);
        }
      }
    }
  }

  private void ask(Member asker, Member about, boolean alive) {
    Node node = cluster.node(asker.nodeId());
    if (node == null) {
      return;
    }
    for (NodeStatus seen : node.backend(0).nodes()) {
      boolean isSeen = seen.gossip() == MemberState.ALIVE && seen.state() == MemberState.ALIVE;
      boolean isGone = seen.gossip() == MemberState.DOWN;
      if (seen.member().nodeId().equals(about.nodeId()) && !(alive ? isSeen : isGone)) {
        mistaken.add(
            "%s takes %s for %s by gossip and %s by its answers at %.3f ms, though it is %s"
                .formatted(
                    asker.nodeId(),
                    about.nodeId(),
                    seen.gossip(),
                    seen.answering(),
                    stage.nowNanos() / 1e6,
                    alive ? "there" : "gone"));
      }
    }
  }

  @Override
  public List<Checker> checkers() {
    return List.of(new MembersAreSeen(mistaken), new SuspectsGetTheirTime(condemnations.noted()));
  }
}
