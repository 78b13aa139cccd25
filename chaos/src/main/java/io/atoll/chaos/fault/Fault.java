package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.SimNetwork;
import io.atoll.sim.Undo;
import java.util.List;

/** Something bad that happens to a cluster for a while. A value; what it did is in its end. */
public interface Fault {
  /**
   * The longest echo of any fault: until then what is on its way has come, or its connection broke.
   */
  long LONGEST_ECHO_MS = SimNetwork.SILENCE_MS;

  /**
   * Begins.
   *
   * @return its end, which sets right everything that began here, and nothing that another fault
   *     did, though it be of the same kind and at the same place
   */
  Undo begin(SimCluster cluster);

  /** Whom it strikes. */
  Whom whom();

  /** What reports call its kind. */
  default String name() {
    return getClass().getSimpleName();
  }

  /**
   * For how long after its end it may still be felt, by what was sent or begun before; in ms, at
   * most {@link #LONGEST_ECHO_MS}.
   */
  default long echoMs() {
    return 0;
  }

  /** The nodes of which it destroys durable data; none, for most. */
  default List<String> harms() {
    return List.of();
  }
}
