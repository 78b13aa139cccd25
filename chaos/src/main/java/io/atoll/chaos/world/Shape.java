package io.atoll.chaos.world;

/**
 * How large a cluster is; its DCs are equal.
 *
 * @param nodesPerDc nodes in each DC
 * @param racksPerDc over how many racks the nodes of a DC are dealt out
 */
public record Shape(int dcs, int nodesPerDc, int racksPerDc) {
  /** Every node has a rack of its own. */
  public static Shape of(int dcs, int nodesPerDc) {
    return new Shape(dcs, nodesPerDc, nodesPerDc);
  }

  @Override
  public String toString() {
    return "%d DCs of %d nodes in %d racks".formatted(dcs, nodesPerDc, racksPerDc);
  }
}
