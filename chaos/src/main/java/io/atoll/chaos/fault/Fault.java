package io.atoll.chaos.fault;

import io.atoll.sim.SimCluster;
import io.atoll.sim.Undo;
import java.util.List;

/** Something bad that happens to a cluster for a while. A value; what it did is in its end. */
public interface Fault {
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

  /** For how long after its end it may still be felt, by what was sent or begun before; in ms. */
  default long echoMs() {
    return 0;
  }

  /** The nodes of which it destroys durable data; none, for most. */
  default List<String> harms() {
    return List.of();
  }
}
