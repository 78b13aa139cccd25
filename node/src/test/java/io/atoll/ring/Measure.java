package io.atoll.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;

/** Checks claims of the DC of {@link Shape}, from their owners alone. */
final class Measure {
  private Measure() {}

  /**
   * The largest load over fair share among nodes whose share is so many arcs or more; 0 for none.
   */
  static double worstRatio(Claim claim, Shape shape, int width, double leastShare) {
    double[] shares = FairShares.of(shape.nodes(), claim.partitions(), width);
    SortedMap<Integer, Integer> arcs = claim.arcs(Shape.DC, width);
    double worst = 0;
    for (int n = 0; n < shares.length; n++) {
      if (shares[n] >= leastShare) {
        worst = Math.max(worst, arcs.getOrDefault(shape.nodes().numbers()[n], 0) / shares[n]);
      }
    }
    return worst;
  }

  /** Arcs whose first {@code width} owners include somebody who was not among them before. */
  static int moved(Claim before, Claim after, int width) {
    int moved = 0;
    for (int partition = 0; partition < after.partitions(); partition++) {
      Set<Integer> had = owners(before, partition, width);
      for (int owner : owners(after, partition, width)) {
        moved += had.contains(owner) ? 0 : 1;
      }
    }
    return moved;
  }

  /** What the fair shares after a change force to move: the arcs that nodes lack. */
  static double forced(Claim before, Shape after, int width) {
    double[] shares = FairShares.of(after.nodes(), before.partitions(), width);
    SortedMap<Integer, Integer> arcs = before.arcs(Shape.DC, width);
    double forced = 0;
    for (int n = 0; n < shares.length; n++) {
      int had = arcs.getOrDefault(after.nodes().numbers()[n], 0);
      forced += Math.max(0, shares[n] - had);
    }
    return forced;
  }

  /** Distinct owners, and racks as even as their sizes allow, at every prefix of every arc. */
  static void assertSpread(Claim claim, Shape shape) {
    DcNodes nodes = shape.nodes();
    for (int partition = 0; partition < claim.partitions(); partition++) {
      assertThat(owners(claim, partition, shape.depth())).hasSize(shape.depth());
      int[] held = new int[nodes.racks()];
      for (int owner : claim.owners(Shape.DC, partition)) {
        held[nodes.rackOf()[nodes.indexOf(owner)]]++;
        for (int rack = 0; rack < held.length; rack++) {
          for (int other = 0; other < held.length; other++) {
            assertThat(held[rack] <= held[other] + 1 || held[other] == nodes.rackSizes()[other])
                .as("racks hold %s of partition %d", held, partition)
                .isTrue();
          }
        }
      }
    }
  }

  private static Set<Integer> owners(Claim claim, int partition, int width) {
    Set<Integer> owners = new HashSet<>();
    for (int slot = 0; slot < width; slot++) {
      owners.add(claim.owner(Shape.DC, partition, slot));
    }
    return owners;
  }
}
