package io.atoll.chaos.world;

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

  private Worlds() {}

  /** Any world. */
  public static World any(RandomGenerator random) {
    StorageSettings storage = random.nextBoolean() ? SimSettings.ROOMY : tight(random);
    double waiting = random.nextBoolean() ? WAITING_READS : 0;
    return new World(shape(random), storage, Repairs.ALL, waiting, Strife.choose(random));
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
