package io.atoll.storage.compaction;

import io.atoll.storage.manifest.MissingRange;
import io.atoll.storage.manifest.TableMeta;
import java.util.ArrayList;
import java.util.List;

/**
 * The bottom of a job: where no older table lies beneath its inputs, and nothing was lost. Missing
 * ranges may be found on the way; they lie behind what was compacted until then.
 */
final class BottomRanges implements Bottom {
  private final List<TableMeta> beneath;
  private final List<MissingRange> missingRanges;

  BottomRanges(CompactionPlan plan, List<MissingRange> known) {
    beneath = plan.beneath();
    missingRanges = new ArrayList<>(known);
    missingRanges.removeIf(missingRange -> missingRange.keyspaceId() != plan.keyspaceId());
  }

  void add(MissingRange missingRange) {
    missingRanges.add(missingRange);
  }

  @Override
  public boolean isReachedAt(long token) {
    for (TableMeta table : beneath) {
      if (table.tokens().contains(token)) {
        return false;
      }
    }
    for (MissingRange missingRange : missingRanges) {
      if (missingRange.contains(token)) {
        return false;
      }
    }
    return true;
  }
}
