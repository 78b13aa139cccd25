package io.atoll.storage.compaction;

import io.atoll.ring.TokenRange;
import io.atoll.storage.manifest.MissingRange;
import io.atoll.storage.manifest.TableMeta;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** How a {@link CompactionJob} ended. */
public sealed interface JobOutcome {
  /**
   * The outputs are on the disk and certain to survive a power loss. They count once the manifest
   * lists them; only then the inputs may go, and those that were damaged go into quarantine.
   *
   * @param outputs in ascending order of tokens; none when nothing was left
   * @param missingRanges what the inputs did not yield
   * @param damagedNumbers inputs with damage
   * @param purged where states were left out that the retention rule does not keep, ascending
   */
  record Compacted(
      List<TableMeta> outputs,
      List<MissingRange> missingRanges,
      Set<Long> damagedNumbers,
      List<TokenRange> purged)
      implements JobOutcome {
    public Compacted {
      outputs = List.copyOf(outputs);
      missingRanges = List.copyOf(missingRanges);
      damagedNumbers = Set.copyOf(damagedNumbers);
      purged = List.copyOf(purged);
    }
  }

  /** It was cancelled; nothing has changed. */
  record Cancelled() implements JobOutcome {}

  /**
   * The disk failed or is full; nothing has changed.
   *
   * @param cause why
   */
  record Failed(IOException cause) implements JobOutcome {}
}
