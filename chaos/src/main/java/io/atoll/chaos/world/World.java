package io.atoll.chaos.world;

import io.atoll.replication.CoordinatorSettings;
import io.atoll.sim.SimSettings;
import io.atoll.storage.StorageSettings;

/**
 * What a run takes place in: data, chosen by seed.
 *
 * @param storage of every node
 * @param waitingReads the share of reads of tables that no cache answers at once, 0 to 1
 */
public record World(
    Shape shape, StorageSettings storage, Repairs repairs, double waitingReads, Strife strife) {
  public World(Shape shape, StorageSettings storage, Repairs repairs, double waitingReads) {
    this(shape, storage, repairs, waitingReads, Strife.USUAL);
  }

  /** Storage that holds all that a run writes, and never waits. */
  public static World roomy(Shape shape) {
    return new World(shape, SimSettings.ROOMY, Repairs.ALL, 0);
  }

  /** What its cluster is made of. */
  public SimSettings settings() {
    return new SimSettings(
        shape.members(),
        storage,
        CoordinatorSettings.DEFAULT.withReadRepair(repairs.readRepair()),
        waitingReads);
  }

  public World with(Shape other) {
    return new World(other, storage, repairs, waitingReads, strife);
  }

  public World with(Repairs other) {
    return new World(shape, storage, other, waitingReads, strife);
  }

  public World with(Strife other) {
    return new World(shape, storage, repairs, waitingReads, other);
  }

  @Override
  public String toString() {
    return "%s, memtables of %d KiB, log segments of %d KiB, %.2f of the reads wait, %s, %s"
        .formatted(
            shape,
            storage.shards().memtableBytes() >> 10,
            storage.log().segmentBytes() >> 10,
            waitingReads,
            repairs,
            strife);
  }
}
