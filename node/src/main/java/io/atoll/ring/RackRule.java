package io.atoll.ring;

/**
 * How many replicas of one arc each rack may hold among the first {@code width}: as even as racks
 * allow. With as many racks as replicas or more that is at most one; with fewer, replicas are dealt
 * to the racks in rounds, and a rack drops out of the rounds when every node of it has a replica.
 *
 * <p>Because the rule of each width nests in the rule of the next, a list whose replicas are dealt
 * in rounds obeys it at every prefix.
 *
 * @param least replicas that each rack must hold, by rack
 * @param most replicas that each rack may hold, by rack
 */
record RackRule(int[] least, int[] most) {
  /**
   * The rule for the first {@code width} replicas.
   *
   * @param width from 1 to the number of nodes
   */
  static RackRule of(int[] rackSizes, int width) {
    int rounds = 0;
    while (dealt(rackSizes, rounds + 1) < width) {
      rounds++;
    }
    int[] least = new int[rackSizes.length];
    int[] most = new int[rackSizes.length];
    for (int r = 0; r < rackSizes.length; r++) {
      least[r] = Math.min(rackSizes[r], rounds);
      most[r] = Math.min(rackSizes[r], rounds + 1);
    }
    return new RackRule(least, most);
  }

  private static int dealt(int[] rackSizes, int rounds) {
    int dealt = 0;
    for (int size : rackSizes) {
      dealt += Math.min(size, rounds);
    }
    return dealt;
  }
}
