package io.atoll.repair.sketch;

import java.util.List;

/**
 * A part of two {@linkplain HashTree trees} side by side.
 *
 * @param left the hash on the one side
 * @param right the hash on the other
 * @param children the parts of it, if it differs and is divided further on both sides: those of the
 *     left in their order, and then those that only the right has
 */
public record HashComparison(
    String name, SetHash left, SetHash right, List<HashComparison> children) {
  public HashComparison {
    children = List.copyOf(children);
  }

  public boolean isSame() {
    return left.equals(right);
  }

  /** How many pairs of hashes were compared, this one included. */
  public int compared() {
    return 1 + children.stream().mapToInt(HashComparison::compared).sum();
  }

  /** The smallest parts that differ, in order. */
  public List<HashComparison> differing() {
    if (isSame()) {
      return List.of();
    }
    return children.isEmpty()
        ? List.of(this)
        : children.stream().flatMap(child -> child.differing().stream()).toList();
  }
}
