package io.atoll.storage.compaction;

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
    long first = hull.firstToken();
    long number = lastNumber;
    while (true) {
      Slice part = new Slice(depth, Slice.indexOf(first, depth));
      boolean isLast = Long.compareUnsigned(part.lastToken(), hull.lastToken()) >= 0;
      long last = isLast ? hull.lastToken() : part.lastToken();
      double entries = 0;
      double bytes = 0;
      for (TableMeta input : plan.inputs()) {
        double within = share(input, first, last) / share(input.firstToken(), input.lastToken());
        entries += within * input.entries();
        bytes += within * input.sizeBytes();
      }
      if (bytes >= 0.5) {
        long count = Math.max(1, Math.round(entries));
        outputs.add(
            new TableMeta(
                ++number,
                plan.keyspaceId(),
                hull.minAge(),
                hull.maxAge(),
                first,
                last,
                count,
                0,
                Math.round(bytes),
                Math.round(bytes)));
      }
      if (isLast) {
        return outputs;
      }
      first = last + 1;
    }
  }

  /** The share of the ring from a token to another, inclusive. */
  static double share(long first, long last) {
    return unsigned(last - first) / 0x1p64 + 0x1p-64;
  }

  private static double share(TableMeta table, long first, long last) {
    long from = Long.compareUnsigned(first, table.firstToken()) > 0 ? first : table.firstToken();
    long to = Long.compareUnsigned(last, table.lastToken()) < 0 ? last : table.lastToken();
    return Long.compareUnsigned(from, to) > 0 ? 0 : share(from, to);
  }

  private static double unsigned(long value) {
    return (value >>> 1) * 2.0 + (value & 1);
  }
}
