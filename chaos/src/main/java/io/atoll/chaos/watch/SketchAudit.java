package io.atoll.chaos.watch;

import io.atoll.chaos.model.Placement;
import io.atoll.node.Node;
import io.atoll.repair.ArcSketches;
import io.atoll.repair.sketch.Sketch;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.service.SketchedShards;
import io.atoll.storage.StorageKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes the sketches of what a node holds anew, key by key, and compares them with those that it
 * has kept up to date from change to change.
 */
final class SketchAudit {
  private SketchAudit() {}

  /**
   * What is wrong with a node's sketches, in words; nothing where it keeps none. Of arcs that it
   * does not know it says nothing.
   *
   * @param held all that it holds at this moment, encoded
   */
  static List<String> of(String nodeId, Node node, SortedMap<StorageKey, byte[]> held) {
    SketchedShards sketches = node.repairs().sketches();
    List<String> wrong = new ArrayList<>();
    if (!sketches.isOn()) {
      return wrong;
    }
    SketchKey weights = sketches.key();
    int arcs = sketches.arcs();
    Map<Integer, Sketch[]> made = new TreeMap<>();
    for (Map.Entry<StorageKey, byte[]> each : held.entrySet()) {
      StorageKey key = each.getKey();
      byte[] state = each.getValue();
      Sketch[] ofKeyspace = made.computeIfAbsent(key.keyspaceId(), id -> new Sketch[arcs]);
      int arc = Placement.arcOf(key.token(), arcs);
      if (ofKeyspace[arc] == null) {
        ofKeyspace[arc] = new Sketch(weights, ArcSketches.CAPACITY);
      }
      ofKeyspace[arc].change(
          key.token(), SketchKey.NO_WEIGHT, weights.weight(key.key(), state, 0, state.length));
    }
    Sketch nothing = new Sketch(weights, ArcSketches.CAPACITY);
    TreeSet<Integer> keyspaces = new TreeSet<>(made.keySet());
    node.topology().keyspaces().values().forEach(keyspace -> keyspaces.add(keyspace.id()));
    for (int keyspaceId : keyspaces) {
      Sketch[] ofKeyspace = made.getOrDefault(keyspaceId, new Sketch[arcs]);
      for (int arc = 0; arc < arcs; arc++) {
        Sketch kept = sketches.shard(node.storage().shardOf(arc)).sketch(keyspaceId, arc);
        Sketch right = ofKeyspace[arc] == null ? nothing : ofKeyspace[arc];
        if (kept != null && !kept.equals(right)) {
          wrong.add(
              "%s has %s of arc %d of keyspace %d, in which there is %s"
                  .formatted(nodeId, kept, arc, keyspaceId, right));
        }
      }
    }
    return wrong;
  }
}
