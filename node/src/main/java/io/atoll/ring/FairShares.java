package io.atoll.ring;

import java.util.Arrays;

/**
 * What each node of a DC should hold of the first {@code width} slots, in arcs: the best fractional
 * assignment that respects the racks.
 *
 * <p>Every node gets the same multiple of its weight, as far as it can: no node holds an arc twice,
 * and a rack holds no fewer and no more than {@link RackRule} allows. What a bounded rack or node
 * cannot take, or must take, is spread over the others, again by weight (water filling). Shares
 * grow with the width for every node, so one list can meet the shares of all its prefixes.
 *
 * <p>Only IEEE addition, multiplication and division in a fixed order: the same bits on every
 * machine.
 */
final class FairShares {
  private static final int BISECTIONS = 80;
  private static final double WHOLE = 1e-6;

  private FairShares() {}

  /** Arcs by node; they sum up to {@code width * partitions}. */
  static double[] of(DcNodes nodes, int partitions, int width) {
    double[] shares = new double[nodes.count()];
    if (width == 0) {
      return shares;
    }
    RackRule rule = RackRule.of(nodes.rackSizes(), width);
    double[] rackLevels = rackLevels(nodes, rackShares(nodes, rule, width));
    for (int n = 0; n < shares.length; n++) {
      shares[n] = partitions * Math.min(1, rackLevels[nodes.rackOf()[n]] * nodes.weights()[n]);
    }
    return shares;
  }

  /** The fewest arcs that are fair: the share, cut to a whole number. */
  static int floor(double share) {
    return (int) Math.floor(share + WHOLE);
  }

  /** The most arcs that are fair: the share, filled up to a whole number. */
  static int ceiling(double share) {
    return (int) Math.ceil(share - WHOLE);
  }

  /** What each rack holds of one arc: one level for all, within the rule. */
  private static double[] rackShares(DcNodes nodes, RackRule rule, int width) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      double sum = 0;
      for (double share : clamped(nodes, rule, middle)) {
        sum += share;
      }
      if (sum < width) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return clamped(nodes, rule, high);
  }

  /** For each rack the level at which its nodes together hold its share. */
  private static double[] rackLevels(DcNodes nodes, double[] rackShares) {
    double[] low = new double[nodes.racks()];
    double[] high = new double[nodes.racks()];
    Arrays.fill(high, 1);
    double[] middle = new double[nodes.racks()];
    for (int i = 0; i < BISECTIONS; i++) {
      Arrays.setAll(middle, r -> (low[r] + high[r]) / 2);
      double[] filled = filled(nodes, middle);
      for (int r = 0; r < filled.length; r++) {
        (filled[r] < rackShares[r] ? low : high)[r] = middle[r];
      }
    }
    return high;
  }

  private static double[] clamped(DcNodes nodes, RackRule rule, double level) {
    double[] levels = new double[nodes.racks()];
    Arrays.fill(levels, level);
    double[] shares = filled(nodes, levels);
    for (int r = 0; r < shares.length; r++) {
      shares[r] = Math.max(rule.least()[r], Math.min(rule.most()[r], shares[r]));
    }
    return shares;
  }

  /** What racks hold when each node takes its rack's level times its weight, at most 1. */
  private static double[] filled(DcNodes nodes, double[] levels) {
    double[] sums = new double[nodes.racks()];
    for (int n = 0; n < nodes.count(); n++) {
      int rack = nodes.rackOf()[n];
      sums[rack] += Math.min(1, levels[rack] * nodes.weights()[n]);
    }
    return sums;
  }
}
