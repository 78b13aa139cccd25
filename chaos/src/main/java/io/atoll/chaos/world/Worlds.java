package io.atoll.chaos.world;

import io.atoll.consensus.TopologyLogSettings;
import io.atoll.hints.HintSettings;
import io.atoll.peer.PartSettings;
import io.atoll.sim.SimSettings;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.compaction.CompactionSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Chooses worlds. Half of them have storage of a few KiB, so that a run of seconds flushes,
 * compacts and reads tables; more than half differ from a rack for each of three nodes in three
 * DCs.
 */
public final class Worlds {
  private static final double WAITING_READS = 0.2;
  private static final int ONE_OF_LITTLE_PATIENCE_IN = 3;
  private static final int ONE_WITH_SHORT_FRAMES_IN = 4;
  private static final int MOST_OF_FEW_HINTS = 8;

  /** What kills no process that has writes under way, and keeps no disk from taking them. */
  private static final String[] MADE_GOOD_BY_HINTS = {
    "CleanStop",
    "Pause",
    "GrayNode",
    "SlowDisk",
    "Partition",
    "NoDatagrams",
    "NoStreams",
    "BadNetwork",
    "BadLink",
    "GrayLink",
    "NarrowLink",
    "HeldMessages",
    "LateMessages",
    "ClocksOff",
    "ClocksDrift"
  };

  private Worlds() {}

  /** Any world. */
  public static World any(RandomGenerator random) {
    StorageSettings storage = random.nextBoolean() ? SimSettings.ROOMY : tight(random);
    double waiting = random.nextBoolean() ? WAITING_READS : 0;
    Shape shape = shape(random);
    Strife strife = Strife.choose(random);
    PartSettings parts = parts(random, storage);
    TopologyLogSettings changes = changes(random);
    World world =
        new World(
            shape,
            storage,
            Repairs.ALL,
            HintSettings.DEFAULT.maxCount(),
            parts,
            changes,
            waiting,
            strife);
    return hinted(random, world);
  }

  /**
   * In half of the worlds there are no hints, so that the other repairs are judged alone. In a
   * quarter there is nothing else, and no fault of which hints do not promise to make good; of
   * those, half have room for so few that whole arcs have to be brought. In some others there is
   * room for few, too.
   */
  private static World hinted(RandomGenerator random, World world) {
    long most =
        random.nextInt(3) == 0 ? 1 + random.nextInt(5 * MOST_OF_FEW_HINTS) : world.mostHints();
    return switch (random.nextInt(8)) {
      case 0, 1 ->
          world
              .withMostHints(random.nextBoolean() ? 1 + random.nextInt(MOST_OF_FEW_HINTS) : most)
              .with(new Repairs(false, true, false))
              .with(world.strife().only(MADE_GOOD_BY_HINTS).withoutHarm());
      case 2, 3 -> world.withMostHints(most);
      default -> world.with(new Repairs(true, false, false));
    };
  }

  /** In some worlds changes are given up while faults last, and those of long ago forgotten. */
  private static TopologyLogSettings changes(RandomGenerator random) {
    TopologyLogSettings usual = TopologyLogSettings.DEFAULT;
    if (random.nextInt(ONE_OF_LITTLE_PATIENCE_IN) > 0) {
      return usual;
    }
    return new TopologyLogSettings(
        usual.rounds(),
        new TopologyLogSettings.Proposals(2_000 + random.nextInt(3_000), 2),
        3_000,
        usual.fetchTimeoutMs(),
        new TopologyLogSettings.Kept(1 + random.nextInt(3), usual.kept().bytes()));
  }

  /** In some worlds messages of the size of large values go in parts. */
  private static PartSettings parts(RandomGenerator random, StorageSettings storage) {
    if (random.nextInt(ONE_WITH_SHORT_FRAMES_IN) > 0) {
      return PartSettings.DEFAULT;
    }
    boolean roomy = storage.equals(SimSettings.ROOMY);
    int wholeBytes = roomy ? 4 << 10 : 512;
    int partBytes = wholeBytes >> random.nextInt(2);
    return new PartSettings(wholeBytes, partBytes, 2 * partBytes, PartSettings.DEFAULT.idleMs());
  }

  /** Three DCs of three to five nodes, one of five to seven, two of four, or unequal ones. */
  static Shape shape(RandomGenerator random) {
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> Shape.of(3, 3);
      case 4 -> new Shape(List.of(dc(random, 5 + random.nextInt(3))));
      case 5, 6 -> equal(2, dc(random, 4));
      case 7 -> equal(3, dc(random, 3 + random.nextInt(3)));
      case 8 -> equal(3, dc(random, 3));
      default ->
          new Shape(
              List.of(
                  dc(random, 2 + random.nextInt(3)),
                  dc(random, 3),
                  dc(random, 1 + random.nextInt(4))));
    };
  }

  private static Shape equal(int dcs, Shape.Dc dc) {
    return new Shape(Collections.nCopies(dcs, dc));
  }

  /** As many racks as nodes, or fewer, which then are not equal. */
  private static Shape.Dc dc(RandomGenerator random, int nodes) {
    int most = 1 + random.nextInt(nodes);
    boolean own = random.nextInt(3) == 0;
    boolean weighty = random.nextInt(3) == 0;
    List<Integer> racks = new ArrayList<>();
    List<Integer> weights = new ArrayList<>();
    for (int node = 1; node <= nodes; node++) {
      racks.add(own ? node : 1 + random.nextInt(most));
      weights.add(weighty ? 1 + random.nextInt(3) : 1);
    }
    return new Shape.Dc(racks, weights);
  }

  /** Memtables, log segments, blocks and tables of KiB, and hardly any cache. */
  private static StorageSettings tight(RandomGenerator random) {
    StorageSettings roomy = SimSettings.ROOMY;
    long memtables = (64L << random.nextInt(3)) << 10;
    long segment = (8L << random.nextInt(3)) << 10;
    long flushed = memtables / 8;
    return roomy
        .with(roomy.shards().withMemtableBytes(memtables))
        .with(roomy.log().withSegmentBytes(segment).withMaxBytes(8 * segment))
        .with(roomy.reads().withCacheBytes((8L << random.nextInt(4)) << 10))
        .with(roomy.tables().withBlockBytes(256 << random.nextInt(4)))
        .with(
            roomy
                .compaction()
                .with(
                    new CompactionSettings.Sizes(
                        flushed, 2 * flushed, 64 * flushed, Math.max(1, flushed / 2))));
  }
}
