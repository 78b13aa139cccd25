package io.atoll.ring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who stands in for replicas of an arc that are down: a walk clockwise from the arc over the owners
 * of the following arcs, live nodes only, first in one DC, then in the others.
 *
 * <p>Lazy: a step is taken when it is asked for. A DC is left when all its nodes were seen or, at
 * the latest, after one turn of the ring. Replicas of the arc itself never occur, nor anybody
 * twice. For one use by one thread.
 *
 * <p>For sloppy quorums; nothing in service uses it yet.
 */
public final class Fallbacks implements Iterator<Member> {
  private final Topology topology;
  private final Predicate<Member> live;
  private final List<String> dcs;
  private final int partition;
  private final Set<Integer> seen = new HashSet<>();

  private int dcIndex;
  private int step = 1;
  private int slot;
  private int unseen;
  private Member next;

  private Fallbacks(
      Topology topology, PreferenceList replicas, List<String> dcs, Predicate<Member> live) {
    this.topology = topology;
    this.live = live;
    this.dcs = dcs;
    this.partition = replicas.partition();
    for (Member replica : replicas.replicas()) {
      seen.add(replica.number());
    }
    this.unseen = dcs.isEmpty() ? 0 : unseenIn(dcs.get(0));
  }

  /**
   * The fallbacks of an arc.
   *
   * @param replicas the arc's preference list, from the same topology
   * @param dc where to look first: the DC of the replica that is down. The others follow in the
   *     order of their names, beginning at a place that depends on the arc, so that no DC stands in
   *     for all.
   * @param live asked once for each candidate, when the walk meets it
   */
  public static Fallbacks of(
      Topology topology, PreferenceList replicas, String dc, Predicate<Member> live) {
    List<String> dcs = new ArrayList<>();
    List<String> others = new ArrayList<>(topology.claim().dcs());
    if (others.remove(dc)) {
      dcs.add(dc);
    }
    for (int i = 0; i < others.size(); i++) {
      dcs.add(others.get((replicas.partition() + i) % others.size()));
    }
    return new Fallbacks(topology, replicas, dcs, live);
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      next = walk();
    }
    return next != null;
  }

  @Override
  public Member next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no further node can stand in");
    }
    Member found = next;
    next = null;
    return found;
  }

  private Member walk() {
    while (dcIndex < dcs.size()) {
      String dc = dcs.get(dcIndex);
      if (unseen == 0 || step == topology.partitions()) {
        nextDc();
        continue;
      }
      int arc = (partition + step) & (topology.partitions() - 1);
      int owner = topology.claim().owner(dc, arc, slot);
      if (++slot == topology.claim().depth(dc)) {
        slot = 0;
        step++;
      }
      if (seen.add(owner)) {
        unseen--;
        Member member = topology.members().get(owner);
        if (live.test(member)) {
          return member;
        }
      }
    }
    return null;
  }

  private void nextDc() {
    dcIndex++;
    step = 1;
    slot = 0;
    unseen = dcIndex < dcs.size() ? unseenIn(dcs.get(dcIndex)) : 0;
  }

  private int unseenIn(String dc) {
    int count = 0;
    for (Member member : topology.members().values()) {
      if (member.dc().equals(dc) && !seen.contains(member.number())) {
        count++;
      }
    }
    return count;
  }
}
