package io.atoll.chaos.watch;

import io.atoll.chaos.world.Stage;
import io.atoll.node.Node;
import io.atoll.ring.Member;
import io.atoll.sim.Scheduler;

/**
 * Looks all through a run which topology each node has, and tells the history. Often enough to see
 * every epoch: deciding the next takes longer.
 */
public final class EpochWatch {
  private static final long LOOK_NANOS = 5_000_000;

  private final Stage stage;
  private final Scheduler.Life life = Stage.life("watch of epochs");

  private EpochWatch(Stage stage) {
    this.stage = stage;
  }

  /** Begins to look. */
  public static void start(Stage stage) {
    new EpochWatch(stage).look();
  }

  private void look() {
    for (Member member : stage.members()) {
      Node node = stage.cluster().node(member.nodeId());
      if (node != null) {
        stage.history().epochs().saw(member.nodeId(), node.topology(), stage.nowNanos());
      }
    }
    stage.cluster().scheduler().after(LOOK_NANOS, life, this::look);
  }
}
