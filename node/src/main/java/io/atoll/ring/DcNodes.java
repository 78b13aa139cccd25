package io.atoll.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The nodes of one DC as the claim's arithmetic sees them: indexed from 0 in the order of their
 * member numbers, racks indexed from 0 in the order of their names. Immutable by convention: the
 * arrays are never written to.
 *
 * @param numbers member number by node, ascending
 * @param weights weight by node
 * @param rackOf rack by node
 * @param rackSizes nodes by rack
 */
record DcNodes(int[] numbers, int[] weights, int[] rackOf, int[] rackSizes) {
  /** The nodes among {@code members} that are in {@code dc}. */
  static DcNodes of(String dc, Collection<Member> members) {
    List<Member> nodes = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>();
    for (Member member : members) {
      if (member.dc().equals(dc)) {
        nodes.add(member);
        names.add(member.rack());
      }
    }
    nodes.sort(Comparator.comparingInt(Member::number));
    List<String> racks = List.copyOf(names);
    int[] numbers = new int[nodes.size()];
    int[] weights = new int[nodes.size()];
    int[] rackOf = new int[nodes.size()];
    int[] rackSizes = new int[racks.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = nodes.get(i).number();
      weights[i] = nodes.get(i).weight();
      rackOf[i] = racks.indexOf(nodes.get(i).rack());
      rackSizes[rackOf[i]]++;
    }
    return new DcNodes(numbers, weights, rackOf, rackSizes);
  }

  int count() {
    return numbers.length;
  }

  int racks() {
    return rackSizes.length;
  }

  /** The index of a member number; negative where the member is not here. */
  int indexOf(int number) {
    return Arrays.binarySearch(numbers, number);
  }
}
