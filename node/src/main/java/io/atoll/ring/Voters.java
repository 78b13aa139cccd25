package io.atoll.ring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/**
 * Chooses who votes: members are dealt from the DCs in turn, and inside a DC from its racks in
 * turn, older members first, so that a join seldom changes the voters.
 *
 * <p>Their number is odd, because an even one survives no more failures than the odd one below it.
 * With three DCs or more it is the largest of which no DC holds a majority, so that the cluster can
 * go on changing when any one DC is lost.
 */
final class Voters {
  private Voters() {}

  static List<Member> of(Collection<Member> members, int limit) {
    TreeMap<String, List<Member>> byDc = new TreeMap<>();
    for (Member member : members) {
      byDc.computeIfAbsent(member.dc(), dc -> new ArrayList<>()).add(member);
    }
    List<List<Member>> dealt = new ArrayList<>();
    byDc.values().forEach(dc -> dealt.add(byRackInTurn(dc)));
    List<Member> order = inTurn(dealt);
    int count = oddBelow(Math.min(limit, order.size()));
    if (byDc.size() >= 3) {
      while (count > 1 && largestShare(order.subList(0, count)) > count / 2) {
        count -= 2;
      }
    }
    List<Member> voters = new ArrayList<>(order.subList(0, count));
    voters.sort(Comparator.comparingInt(Member::number));
    return List.copyOf(voters);
  }

  private static List<Member> byRackInTurn(List<Member> dc) {
    TreeMap<String, List<Member>> byRack = new TreeMap<>();
    dc.sort(Comparator.comparingInt(Member::number));
    for (Member member : dc) {
      byRack.computeIfAbsent(member.rack(), rack -> new ArrayList<>()).add(member);
    }
    List<List<Member>> racks = new ArrayList<>(byRack.values());
    racks.sort(Comparator.comparingInt(rack -> rack.get(0).number()));
    return inTurn(racks);
  }

  private static List<Member> inTurn(List<List<Member>> groups) {
    List<Member> order = new ArrayList<>();
    Queue<ArrayDeque<Member>> turns = new ArrayDeque<>();
    groups.forEach(group -> turns.add(new ArrayDeque<>(group)));
    while (!turns.isEmpty()) {
      ArrayDeque<Member> group = turns.remove();
      order.add(group.remove());
      if (!group.isEmpty()) {
        turns.add(group);
      }
    }
    return order;
  }

  private static int oddBelow(int count) {
    return count % 2 == 0 ? count - 1 : count;
  }

  private static long largestShare(List<Member> voters) {
    Map<String, Long> shares = new TreeMap<>();
    voters.forEach(voter -> shares.merge(voter.dc(), 1L, Long::sum));
    return shares.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }
}
