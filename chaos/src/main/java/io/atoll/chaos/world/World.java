package io.atoll.chaos.world;

import io.atoll.consensus.TopologyLogSettings;
import io.atoll.hints.HintSettings;
import io.atoll.peer.PartSettings;
import io.atoll.repair.RepairSettings;
import io.atoll.replication.CoordinatorSettings;
import io.atoll.sim.SimSettings;
import io.atoll.storage.StorageSettings;

/**
 * What a run takes place in: data, chosen by seed.
 *
 * @param storage of every node
 * @param mostHints that each node keeps
 * @param parts how messages between nodes travel that do not fit one frame
 * @param changes when nodes give up changes of the topology, and how many they keep
 * @param waitingReads the share of reads of tables that no cache answers at once, 0 to 1
 */
public record World(
    Shape shape,
    StorageSettings storage,
    Repairs repairs,
    long mostHints,
    PartSettings parts,
    TopologyLogSettings changes,
    double waitingReads,
    Strife strife) {
  /** Storage that holds all that a run writes, and never waits. */
  public static World roomy(Shape shape) {
    return new World(
        shape,
        SimSettings.ROOMY,
        Repairs.ALL,
        HintSettings.DEFAULT.maxCount(),
        PartSettings.DEFAULT,
        TopologyLogSettings.DEFAULT,
        0,
        Strife.USUAL);
  }

  /** What its cluster is made of. */
  public SimSettings settings() {
    return new SimSettings(
        shape.members(),
        storage,
        CoordinatorSettings.DEFAULT.withReadRepair(repairs.readRepair()),
        repairs.hints()
            ? HintSettings.DEFAULT.withMost(mostHints, HintSettings.DEFAULT.maxBytes())
            : HintSettings.OFF,
        RepairSettings.OFF,
        parts,
        changes,
        waitingReads);
  }

  public World with(Shape other) {
    return new World(other, storage, repairs, mostHints, parts, changes, waitingReads, strife);
  }

  public World with(Repairs other) {
    return new World(shape, storage, other, mostHints, parts, changes, waitingReads, strife);
  }

  public World withMostHints(long other) {
    return new World(shape, storage, repairs, other, parts, changes, waitingReads, strife);
  }

  public World with(Strife other) {
    return new World(shape, storage, repairs, mostHints, parts, changes, waitingReads, other);
  }

  @Override
  public String toString() {
    return "%s, memtables of %d KiB, log segments of %d KiB, messages of %d bytes in parts, %d ms for a change, %.2f of the reads wait, %s, %d hints at most, %s"
        .formatted(
            shape,
            storage.shards().memtableBytes() >> 10,
            storage.log().segmentBytes() >> 10,
            parts.wholeBytes(),
            changes.proposals().timeoutMs(),
            waitingReads,
            repairs,
            repairs.hints() ? mostHints : 0,
            strife);
  }
}
