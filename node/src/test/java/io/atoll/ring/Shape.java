package io.atoll.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** The nodes of one DC, called {@link #DC}, and how deep it holds data. */
record Shape(List<Member> members, int depth) {
  static final String DC = "us";

  static Member node(int number, int rack, int weight) {
    return new Member(
        number, "n" + number, DC, "rack" + rack, weight, "host" + number, 7001, 7002, 7003, 7004);
  }

  /** So many racks of so many nodes. */
  static Shape even(int racks, int nodesPerRack, int depth, IntUnaryOperator weight) {
    List<Member> members = new ArrayList<>();
    for (int number = 0; number < racks * nodesPerRack; number++) {
      members.add(node(number, number % racks, weight.applyAsInt(number)));
    }
    return new Shape(members, depth);
  }

  /** Racks of any sizes, nodes of weights 1 to 5, depth 1 to 5. */
  static Arbitrary<Shape> any(int mostRacks, int mostNodesPerRack) {
    Arbitrary<List<Integer>> weights =
        Arbitraries.integers().between(1, 5).list().ofMinSize(1).ofMaxSize(mostNodesPerRack);
    return Combinators.combine(
            weights.list().ofMinSize(1).ofMaxSize(mostRacks), Arbitraries.integers().between(1, 5))
        .as(Shape::of);
  }

  private static Shape of(List<List<Integer>> racks, int depth) {
    List<Member> members = new ArrayList<>();
    for (int rack = 0; rack < racks.size(); rack++) {
      for (int weight : racks.get(rack)) {
        members.add(node(members.size(), rack, weight));
      }
    }
    return new Shape(members, Math.min(depth, members.size()));
  }

  Map<String, Integer> depths() {
    return Map.of(DC, depth);
  }

  Claim claim(int partitions) {
    return Claim.first(partitions, members, depths());
  }

  DcNodes nodes() {
    return DcNodes.of(DC, members);
  }

  int nextNumber() {
    return members.stream().mapToInt(Member::number).max().orElse(-1) + 1;
  }

  /** With one node more, in a rack that exists or in a new one. */
  Shape joined(int rack, int weight) {
    List<Member> more = new ArrayList<>(members);
    more.add(node(nextNumber(), rack, weight));
    return new Shape(more, depth);
  }

  /** Without one node. */
  Shape left(int index) {
    List<Member> fewer = new ArrayList<>(members);
    fewer.remove(index);
    return new Shape(fewer, Math.min(depth, fewer.size()));
  }

  /** With another weight for one node. */
  Shape weighted(int index, int weight) {
    List<Member> other = new ArrayList<>(members);
    other.set(index, other.get(index).withWeight(weight));
    return new Shape(other, depth);
  }
}
