package io.atoll.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a change of topology would move, for inspection before it is decided. Counts replicas at the
 * full depth of the claim: one arc that one more node must hold is one arc moved.
 *
 * <p>For changes of the ring; nothing in service uses it yet.
 *
 * @param lowerBoundArcs what the new fair shares alone make necessary: no claim with these shares
 *     moves less. Where racks are nearly full, they may force more.
 * @param plannedArcs what the change moves
 * @param bytesPerArc how much one replica of one arc holds on average; 0 where that is unknown
 * @param nodes every member of before and after, by number
 */
public record ClaimPlan(
    long lowerBoundArcs, long plannedArcs, long bytesPerArc, List<NodeChange> nodes) {
  public ClaimPlan {
    nodes = List.copyOf(nodes);
  }

  /**
   * What changes for one node.
   *
   * @param arcsBefore replicas it holds before the change
   * @param arcsAfter replicas it holds after
   * @param arcsReceived replicas it gets that it did not have
   */
  public record NodeChange(Member member, int arcsBefore, int arcsAfter, int arcsReceived) {
    /** Replicas it had and has no more. */
    public int arcsReleased() {
      return arcsBefore + arcsReceived - arcsAfter;
    }
  }

  /** The plan of the change from one topology to another of the same cluster. */
  public static ClaimPlan of(Topology before, Topology after, long bytesPerArc) {
    TreeMap<Integer, Member> members = new TreeMap<>(before.members());
    members.putAll(after.members());
    TreeSet<String> dcs = new TreeSet<>(before.claim().dcs());
    dcs.addAll(after.claim().dcs());
    TreeMap<Integer, Integer> had = new TreeMap<>();
    TreeMap<Integer, Integer> has = new TreeMap<>();
    TreeMap<Integer, Integer> received = new TreeMap<>();
    long bound = 0;
    for (String dc : dcs) {
      ArcLists old = before.claim().lists(dc);
      ArcLists lists = after.claim().lists(dc);
      had.putAll(before.claim().arcs(dc, old.depth()));
      has.putAll(after.claim().arcs(dc, lists.depth()));
      received.putAll(received(old, lists));
      bound += lowerBound(DcNodes.of(dc, after.members().values()), lists, had);
    }
    List<NodeChange> nodes = new ArrayList<>();
    long planned = 0;
    for (Member member : members.values()) {
      int number = member.number();
      int gets = received.getOrDefault(number, 0);
      planned += gets;
      nodes.add(
          new NodeChange(member, had.getOrDefault(number, 0), has.getOrDefault(number, 0), gets));
    }
    return new ClaimPlan(bound, planned, bytesPerArc, nodes);
  }

  /** How much the change streams; 0 where that is unknown how much an arc holds. */
  public long plannedBytes() {
    return Math.multiplyExact(plannedArcs, bytesPerArc);
  }

  /** How much the change would stream at the lower bound. */
  public long lowerBoundBytes() {
    return Math.multiplyExact(lowerBoundArcs, bytesPerArc);
  }

  private static SortedMap<Integer, Integer> received(ArcLists old, ArcLists lists) {
    TreeMap<Integer, Integer> received = new TreeMap<>();
    for (int arc = 0; arc < lists.partitions(); arc++) {
      for (int slot = 0; slot < lists.depth(); slot++) {
        int owner = lists.get(arc, slot);
        if (!old.contains(arc, old.depth(), owner)) {
          received.merge(owner, 1, Integer::sum);
        }
      }
    }
    return received;
  }

  /**
   * Whoever holds less than the least that is fair must get the difference; and for whatever
   * anybody holds above the most that is fair, and every new slot, somebody must get a replica.
   */
  private static long lowerBound(DcNodes nodes, ArcLists lists, SortedMap<Integer, Integer> had) {
    double[] shares = FairShares.of(nodes, lists.partitions(), lists.depth());
    long missing = 0;
    long kept = 0;
    for (int n = 0; n < shares.length; n++) {
      int before = had.getOrDefault(nodes.numbers()[n], 0);
      missing += Math.max(0, FairShares.floor(shares[n]) - before);
      kept += Math.min(before, FairShares.ceiling(shares[n]));
    }
    long cells = (long) lists.partitions() * lists.depth();
    return Math.max(missing, cells - kept);
  }
}
