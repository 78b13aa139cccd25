package io.atoll.storage.compaction;

import io.atoll.storage.manifest.Hole;
import io.atoll.storage.manifest.TableMeta;
import java.util.ArrayList;
import java.util.List;

/**
 * The bottom of a job: where no older table lies beneath its inputs, and nothing was lost. Holes
 * may be found on the way; they lie behind what was merged until then.
 */
final class BottomRanges implements Bottom {
  private final List<TableMeta> beneath;
  private final List<Hole> holes;

  BottomRanges(CompactionPlan plan, List<Hole> known) {
    beneath = plan.beneath();
    holes = new ArrayList<>(known);
    holes.removeIf(hole -> hole.keyspaceId() != plan.keyspaceId());
  }

  void add(Hole hole) {
    holes.add(hole);
  }

  @Override
  public boolean isReachedAt(long token) {
    for (TableMeta table : beneath) {
      if (Long.compareUnsigned(table.firstToken(), token) <= 0
          && Long.compareUnsigned(token, table.lastToken()) <= 0) {
        return false;
      }
    }
    for (Hole hole : holes) {
      if (hole.covers(token)) {
        return false;
      }
    }
    return true;
  }
}
