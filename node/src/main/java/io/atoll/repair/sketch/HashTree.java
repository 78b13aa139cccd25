package io.atoll.repair.sketch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Merkle tree over sets of keys, made for people to look at: a node of the cluster is the root,
 * below it are sets of replicas, below these arcs, and below an arc buckets of tokens. The hash of
 * each is the sum of its children's, and that of a leaf is of a {@link Sketch}. Immutable.
 *
 * @param name says which part of the keys it is, the same on every node; none of its siblings has
 *     it
 * @param children a leaf has none
 */
public record HashTree(String name, SetHash hash, List<HashTree> children) {
  public HashTree {
    children = List.copyOf(children);
    Set<String> names = new HashSet<>();
    for (HashTree child : children) {
      if (!names.add(child.name)) {
        throw new IllegalArgumentException(
            "%s has two children named %s".formatted(name, child.name));
      }
    }
    if (!children.isEmpty() && !hash.equals(sum(children))) {
      throw new IllegalArgumentException(
          "the hash of %s is not the sum of its children's".formatted(name));
    }
  }

  public static HashTree leaf(String name, Sketch sketch) {
    return new HashTree(name, sketch.hash(), List.of());
  }

  public static HashTree of(String name, List<HashTree> children) {
    return new HashTree(name, sum(children), children);
  }

  private static SetHash sum(List<HashTree> children) {
    return children.stream().map(HashTree::hash).reduce(SetHash.EMPTY, SetHash::plus);
  }

  /**
   * This tree beside another of the same name. As in any Merkle tree, nothing is looked at below
   * what is the same on both sides. What only one side has is compared with no keys.
   */
  public HashComparison compare(HashTree other) {
    if (!other.name.equals(name)) {
      throw new IllegalArgumentException("%s is not compared to %s".formatted(name, other.name));
    }
    boolean deeper = !hash.equals(other.hash) && isDivided() && other.isDivided();
    return new HashComparison(name, hash, other.hash, deeper ? compareChildren(other) : List.of());
  }

  /** What has no keys may be divided in any way. */
  private boolean isDivided() {
    return !children.isEmpty() || hash.equals(SetHash.EMPTY);
  }

  private List<HashComparison> compareChildren(HashTree other) {
    Map<String, HashTree> others = new LinkedHashMap<>();
    other.children.forEach(child -> others.put(child.name, child));
    List<HashComparison> compared = new ArrayList<>();
    for (HashTree child : children) {
      HashTree beside = others.remove(child.name);
      compared.add(child.compare(beside == null ? noKeys(child.name) : beside));
    }
    others.values().forEach(child -> compared.add(noKeys(child.name).compare(child)));
    return compared;
  }

  private static HashTree noKeys(String name) {
    return new HashTree(name, SetHash.EMPTY, List.of());
  }
}
