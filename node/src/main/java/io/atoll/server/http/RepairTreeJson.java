package io.atoll.server.http;

import io.atoll.repair.KeyspaceTree;
import io.atoll.repair.RepairTree;
import io.atoll.repair.sketch.HashComparison;
import io.atoll.repair.sketch.HashTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tree of a keyspace as JSON, with as many of its parts as a person may look at: those that
 * differ where two nodes are compared, the upper ones otherwise, and those above an arc that was
 * asked for.
 *
 * @param arc the arc that was asked for; {@link #NO_ARC} for none
 */
record RepairTreeJson(String nodeId, String keyspace, int arc) {
  static final int NO_ARC = -1;
  private static final int UPPER_LEVELS = 2;
  private static final int MAX_PARTS = 2_000;

  Map<String, Object> show(RepairTree tree, String against) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("node", nodeId);
    body.put("against", against);
    body.put("keyspace", keyspace);
    body.put("asOfMs", tree.momentMs());
    body.put("arcs", tree.arcs());
    body.put("arcsNotKnown", tree.notKnown());
    boolean alone = tree.theirs() == null;
    HashComparison whole = alone ? beside(tree.own()) : tree.own().compare(tree.theirs());
    body.put("tree", part(whole, alone, 0, new int[] {MAX_PARTS}));
    return body;
  }

  /** A tree beside itself. */
  private static HashComparison beside(HashTree tree) {
    return new HashComparison(
        tree.name(),
        tree.hash(),
        tree.hash(),
        tree.children().stream().map(RepairTreeJson::beside).toList());
  }

  /**
   * @param left how many more parts may be shown
   */
  private Map<String, Object> part(HashComparison of, boolean alone, int level, int[] left) {
    boolean opened = arc == NO_ARC ? !alone || level < UPPER_LEVELS : hasArc(of);
    List<Object> parts = new ArrayList<>();
    for (HashComparison child : opened ? of.children() : List.<HashComparison>of()) {
      if (left[0] > 0) {
        left[0]--;
        parts.add(part(child, alone, level + 1, left));
      }
    }
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("name", of.name());
    part.put("keys", of.left().keys());
    part.put("hash", of.left().digits());
    part.put("keysThere", alone ? null : (Long) of.right().keys());
    part.put("hashThere", alone ? null : of.right().digits());
    part.put("parts", parts);
    part.put("partsLeftOut", of.children().size() - parts.size());
    return part;
  }

  /** Whether the arc that was asked for is below. */
  private boolean hasArc(HashComparison part) {
    return part.children().stream()
        .anyMatch(child -> child.name().equals(KeyspaceTree.name(arc)) || hasArc(child));
  }
}
