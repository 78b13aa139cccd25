package io.atoll.chaos;

import io.atoll.chaos.session.SessionUsers;
import io.atoll.chaos.workload.DirectClients;
import io.atoll.chaos.workload.KeyspaceChurn;
import io.atoll.chaos.workload.RollCall;
import io.atoll.chaos.workload.StorageKeeper;
import io.atoll.chaos.world.Worlds;
import java.util.List;

/** The experiments that there are. */
public final class Experiments {
  /** Clients talk to nodes directly, while an operator makes and drops keyspaces. */
  public static final Experiment STORE =
      new Experiment(
          "store",
          Worlds::any,
          List.of(DirectClients::new, KeyspaceChurn::new, StorageKeeper::new, RollCall::new));

  /**
   * Users of the client library move between DCs. No disk is harmed: a session may rightly ask for
   * ever for what the only replica of a key has lost.
   */
  public static final Experiment SESSIONS =
      new Experiment("sessions", Worlds::any, List.of(SessionUsers::new))
          .in(world -> world.with(world.strife().withoutHarm()));

  public static final List<Experiment> ALL = List.of(STORE, SESSIONS);

  private Experiments() {}
}
