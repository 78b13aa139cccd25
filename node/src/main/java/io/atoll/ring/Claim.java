package io.atoll.ring;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who owns which arc: partition → ordered members, per DC. Immutable, equal by content.
 *
 * <p>In each DC every arc has a list of distinct members, as long as the DC's depth; a keyspace
 * with factor r there uses the first r. Every prefix of the lists spreads over the racks as evenly
 * as can be and gives every member its fair share of arcs by weight, up to rounding. A change of
 * members moves as few arcs as the new shares allow. {@link ArcFlow} says how.
 */
public final class Claim {
  private final int partitions;
  private final SortedMap<String, ArcLists> byDc;

  /** Lists of member numbers by DC; DCs of depth 0 are left out. The map becomes the claim's. */
  Claim(int partitions, SortedMap<String, ArcLists> byDc) {
    this.partitions = partitions;
    this.byDc = byDc;
  }

  /**
   * A claim where there was none. Deterministic, whatever the order of the members.
   *
   * @param depths replicas per arc by DC
   * @throws IllegalArgumentException naming a DC whose depth exceeds its members
   */
  public static Claim first(
      int partitions, Collection<Member> members, Map<String, Integer> depths) {
    return new Claim(Partitions.checkCount(partitions), new TreeMap<>()).next(members, depths);
  }

  /**
   * The claim after members joined, left or changed their weights, with as few arcs moved as the
   * new shares allow. Where the depth changes too, that comes after.
   *
   * @param members all of them, as they will be
   * @param depths replicas per arc by DC, as they will be
   * @throws IllegalArgumentException naming a DC whose depth exceeds its members
   */
  public Claim next(Collection<Member> members, Map<String, Integer> depths) {
    return changed(members, depths, true);
  }

  /**
   * The claim after factors changed and nothing else: deeper lists begin with what they were, less
   * deep ones are what they began with.
   *
   * @throws IllegalArgumentException naming a DC whose depth exceeds its members
   */
  public Claim withDepths(Collection<Member> members, Map<String, Integer> depths) {
    return changed(members, depths, false);
  }

  private Claim changed(
      Collection<Member> members, Map<String, Integer> depths, boolean rebalance) {
    TreeMap<String, ArcLists> result = new TreeMap<>();
    for (Map.Entry<String, Integer> entry : depths.entrySet()) {
      String dc = entry.getKey();
      int depth = entry.getValue();
      DcNodes nodes = DcNodes.of(dc, members);
      if (depth < 0 || depth > nodes.count()) {
        throw new IllegalArgumentException(
            "dc %s has %d nodes: they cannot hold %d replicas".formatted(dc, nodes.count(), depth));
      }
      if (depth == 0) {
        continue;
      }
      DcClaim claim = new DcClaim(nodes, partitions);
      ArcLists lists = byDc.getOrDefault(dc, ArcLists.empty(partitions, 0));
      lists = indexed(lists.withDepth(Math.min(lists.depth(), depth)), nodes);
      if (rebalance && lists.depth() > 0) {
        lists = claim.next(lists);
      }
      result.put(dc, numbered(claim.withDepth(lists, depth), nodes));
    }
    return new Claim(partitions, result);
  }

  /** How many arcs there are. */
  public int partitions() {
    return partitions;
  }

  /** The DCs that hold data, ascending. */
  public List<String> dcs() {
    return List.copyOf(byDc.keySet());
  }

  /** How many members each arc has in a DC; 0 for a DC that holds nothing. */
  public int depth(String dc) {
    ArcLists lists = byDc.get(dc);
    return lists == null ? 0 : lists.depth();
  }

  /** The member numbers of an arc in a DC, in order; a copy. */
  public int[] owners(String dc, int partition) {
    int[] owners = new int[depth(dc)];
    for (int slot = 0; slot < owners.length; slot++) {
      owners[slot] = owner(dc, partition, slot);
    }
    return owners;
  }

  /** The member number in one slot of an arc's list, from 0 to less than the DC's depth. */
  public int owner(String dc, int partition, int slot) {
    return byDc.get(dc).get(partition, slot);
  }

  /**
   * Arcs by member number among the first {@code width} slots of a DC's lists; members that hold
   * none are left out.
   */
  public SortedMap<Integer, Integer> arcs(String dc, int width) {
    TreeMap<Integer, Integer> arcs = new TreeMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      for (int slot = 0; slot < Math.min(width, depth(dc)); slot++) {
        arcs.merge(owner(dc, partition, slot), 1, Integer::sum);
      }
    }
    return arcs;
  }

  /** A DC's lists of member numbers; not to be written to. */
  ArcLists lists(String dc) {
    return byDc.getOrDefault(dc, ArcLists.empty(partitions, 0));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Claim claim
        && partitions == claim.partitions
        && byDc.keySet().equals(claim.byDc.keySet())
        && byDc.keySet().stream()
            .allMatch(dc -> Arrays.equals(lists(dc).cells(), claim.lists(dc).cells()));
  }

  @Override
  public int hashCode() {
    int hash = partitions;
    for (Map.Entry<String, ArcLists> entry : byDc.entrySet()) {
      hash =
          31 * (31 * hash + entry.getKey().hashCode()) + Arrays.hashCode(entry.getValue().cells());
    }
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Claim[partitions=").append(partitions);
    byDc.forEach((dc, lists) -> text.append(", ").append(dc).append('×').append(lists.depth()));
    return text.append(']').toString();
  }

  /** From member numbers to node indexes; members that are gone become holes. */
  private static ArcLists indexed(ArcLists lists, DcNodes nodes) {
    ArcLists result = ArcLists.empty(lists.partitions(), lists.depth());
    for (int cell = 0; cell < result.cells().length; cell++) {
      int index = nodes.indexOf(lists.cells()[cell]);
      result.cells()[cell] = index < 0 ? nodes.count() : index;
    }
    return result;
  }

  private static ArcLists numbered(ArcLists lists, DcNodes nodes) {
    ArcLists result = ArcLists.empty(lists.partitions(), lists.depth());
    for (int cell = 0; cell < result.cells().length; cell++) {
      result.cells()[cell] = nodes.numbers()[lists.cells()[cell]];
    }
    return result;
  }
}
