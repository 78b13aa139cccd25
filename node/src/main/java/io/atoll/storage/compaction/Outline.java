package io.atoll.storage.compaction;

import io.atoll.ring.TokenRange;
import io.atoll.storage.manifest.TableMeta;
import java.util.ArrayList;
import java.util.List;

/** What a plan would make, guessed from sizes: nothing is superseded, keys are spread evenly. */
final class Outline {
  private Outline() {}

  /**
   * @param lastNumber outputs are numbered from the one behind it
   */
  static List<TableMeta> of(CompactionPlan plan, CompactionSettings settings, long lastNumber) {
    List<TableMeta> outputs = new ArrayList<>();
    int depth = plan.cutDepth();
    Hull hull = plan.hull();
    TokenRange left = hull.tokens();
    long number = lastNumber;
    while (true) {
      TokenRange part = new Slice(depth, Slice.indexOf(left.from(), depth)).tokens();
      boolean isLast = !part.endsBefore(left.last());
      TokenRange tokens = isLast ? left : TokenRange.closed(left.from(), part.last());
      double entries = 0;
      double bytes = 0;
      for (TableMeta input : plan.inputs()) {
        double within = share(input, tokens) / input.tokens().share();
        entries += within * input.entries();
        bytes += within * input.sizeBytes();
      }
      if (bytes >= 0.5) {
        long count = Math.max(1, Math.round(entries));
        outputs.add(
            new TableMeta(
                ++number,
                plan.keyspaceId(),
                hull.minSequence(),
                hull.maxSequence(),
                tokens,
                count,
                0,
                Math.round(bytes),
                Math.round(bytes)));
      }
      if (isLast) {
        return outputs;
      }
      left = left.startingAt(part.toExclusive());
    }
  }

  /** The share of the ring that a table takes within a range. */
  private static double share(TableMeta table, TokenRange tokens) {
    return table.tokens().intersect(tokens).map(TokenRange::share).orElse(0.0);
  }
}
