package io.atoll.storage.compaction;

import io.atoll.storage.manifest.TableMeta;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a job is to compact.
 *
 * @param keyspaceId of all inputs
 * @param inputs tables with neighbouring sequence numbers
 * @param beneath older tables that overlap: where there are none, removals may go
 * @param cutDepth no output crosses a border of the ring's 2^cutDepth equal parts, so that those
 *     parts can be compacted one by one later
 */
public record CompactionPlan(
    int keyspaceId, List<TableMeta> inputs, List<TableMeta> beneath, int cutDepth) {
  public CompactionPlan {
    inputs = List.copyOf(inputs);
    beneath = List.copyOf(beneath);
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("a plan without inputs");
    }
  }

  /**
   * One table again, without what is damaged in it.
   *
   * @param tables all of its keyspace
   */
  public static CompactionPlan rewriting(TableMeta table, List<TableMeta> tables) {
    Hull hull = Hull.of(List.of(table));
    List<TableMeta> beneath =
        tables.stream()
            .filter(t -> t.maxSequence() < table.minSequence() && hull.overlaps(t))
            .toList();
    return new CompactionPlan(table.keyspaceId(), List.of(table), beneath, 0);
  }

  /** Whether the oldest tables there are among the inputs. */
  public boolean isOldest() {
    return beneath.isEmpty();
  }

  /** The length of its inputs. */
  public long inputBytes() {
    return Overlap.sizeBytes(inputs);
  }

  /** The numbers of its inputs. */
  public Set<Long> numbers() {
    return inputs.stream().map(TableMeta::number).collect(Collectors.toUnmodifiableSet());
  }

  /** What its inputs span; its outputs span no more. */
  Hull hull() {
    return Hull.of(inputs);
  }
}
