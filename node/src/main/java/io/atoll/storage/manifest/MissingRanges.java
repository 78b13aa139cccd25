package io.atoll.storage.manifest;

import io.atoll.ring.TokenRange;
import java.util.ArrayList;
import java.util.List;

/** What happens to missing ranges. Pure functions on lists. */
final class MissingRanges {
  private MissingRanges() {}

  /** With one more; unless another of the same file says it already. */
  static List<MissingRange> with(List<MissingRange> missingRanges, MissingRange added) {
    List<MissingRange> result = new ArrayList<>(missingRanges.size() + 1);
    for (MissingRange missingRange : missingRanges) {
      if (says(missingRange, added)) {
        return missingRanges;
      }
      if (!says(added, missingRange)) {
        result.add(missingRange);
      }
    }
    result.add(added);
    return result;
  }

  /** What is left of them outside a range, of which every state is known again. */
  static List<MissingRange> without(
      List<MissingRange> missingRanges, int keyspaceId, TokenRange tokens) {
    return cut(missingRanges, keyspaceId, tokens, Long.MAX_VALUE);
  }

  /** What is left of them where a dropped range hides what they may have held. */
  static List<MissingRange> hiddenBy(
      List<MissingRange> missingRanges, RangeTombstone rangeTombstone) {
    return cut(
        missingRanges,
        rangeTombstone.keyspaceId(),
        rangeTombstone.tokens(),
        rangeTombstone.sequence() - 1);
  }

  /**
   * With the sequence numbers that they have after a compaction: within those of the inputs, the
   * highest of them.
   */
  static List<MissingRange> raised(List<MissingRange> missingRanges, List<TableMeta> inputs) {
    if (inputs.isEmpty()) {
      return missingRanges;
    }
    int keyspaceId = inputs.getFirst().keyspaceId();
    long lowest = inputs.stream().mapToLong(TableMeta::minSequence).min().orElseThrow();
    long highest = inputs.stream().mapToLong(TableMeta::maxSequence).max().orElseThrow();
    return missingRanges.stream()
        .map(
            missingRange ->
                missingRange.keyspaceId() == keyspaceId
                        && missingRange.sequence() >= lowest
                        && missingRange.sequence() < highest
                    ? missingRange.with(missingRange.tokens(), highest)
                    : missingRange)
        .toList();
  }

  private static List<MissingRange> cut(
      List<MissingRange> missingRanges, int keyspaceId, TokenRange tokens, long highestSequence) {
    List<MissingRange> result = new ArrayList<>();
    for (MissingRange missingRange : missingRanges) {
      if (missingRange.keyspaceId() != keyspaceId || missingRange.sequence() > highestSequence) {
        result.add(missingRange);
        continue;
      }
      for (TokenRange left : missingRange.tokens().cut(tokens)) {
        result.add(missingRange.with(left, missingRange.sequence()));
      }
    }
    return result;
  }

  /** Whether the first says at least what the second says. */
  private static boolean says(MissingRange first, MissingRange second) {
    return first.keyspaceId() == second.keyspaceId()
        && first.file().equals(second.file())
        && first.sequence() >= second.sequence()
        && first.tokens().covers(second.tokens());
  }
}
