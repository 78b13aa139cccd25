package io.atoll.storage.manifest;

import java.util.ArrayList;
import java.util.List;

/**
 * What happens to missing ranges. Pure functions on lists; ranges of tokens are inclusive inside.
 */
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
      List<MissingRange> missingRanges, int keyspaceId, long from, long toExclusive) {
    return cut(missingRanges, keyspaceId, from, toExclusive, Long.MAX_VALUE);
  }

  /** What is left of them where a dropped range hides what they may have held. */
  static List<MissingRange> hiddenBy(
      List<MissingRange> missingRanges, RangeTombstone rangeTombstone) {
    return cut(
        missingRanges,
        rangeTombstone.keyspaceId(),
        rangeTombstone.fromToken(),
        rangeTombstone.toTokenExclusive(),
        rangeTombstone.age() - 1);
  }

  /**
   * With the ages that they have once tables are merged: within the ages of the inputs, the highest
   * of them.
   */
  static List<MissingRange> raised(List<MissingRange> missingRanges, List<TableMeta> inputs) {
    if (inputs.isEmpty()) {
      return missingRanges;
    }
    int keyspaceId = inputs.getFirst().keyspaceId();
    long lowest = inputs.stream().mapToLong(TableMeta::minAge).min().orElseThrow();
    long highest = inputs.stream().mapToLong(TableMeta::maxAge).max().orElseThrow();
    return missingRanges.stream()
        .map(
            missingRange ->
                missingRange.keyspaceId() == keyspaceId
                        && missingRange.age() >= lowest
                        && missingRange.age() < highest
                    ? copy(
                        missingRange, missingRange.fromToken(), missingRange.lastToken(), highest)
                    : missingRange)
        .toList();
  }

  private static List<MissingRange> cut(
      List<MissingRange> missingRanges,
      int keyspaceId,
      long from,
      long toExclusive,
      long highestAge) {
    long last = toExclusive - 1;
    List<MissingRange> result = new ArrayList<>();
    for (MissingRange missingRange : missingRanges) {
      if (missingRange.keyspaceId() != keyspaceId
          || missingRange.age() > highestAge
          || Long.compareUnsigned(missingRange.lastToken(), from) < 0
          || Long.compareUnsigned(missingRange.fromToken(), last) > 0) {
        result.add(missingRange);
        continue;
      }
      if (Long.compareUnsigned(missingRange.fromToken(), from) < 0) {
        result.add(copy(missingRange, missingRange.fromToken(), from - 1, missingRange.age()));
      }
      if (Long.compareUnsigned(missingRange.lastToken(), last) > 0) {
        result.add(copy(missingRange, last + 1, missingRange.lastToken(), missingRange.age()));
      }
    }
    return result;
  }

  /** Whether the first says at least what the second says. */
  private static boolean says(MissingRange first, MissingRange second) {
    return first.keyspaceId() == second.keyspaceId()
        && first.file().equals(second.file())
        && first.age() >= second.age()
        && Long.compareUnsigned(first.fromToken(), second.fromToken()) <= 0
        && Long.compareUnsigned(first.lastToken(), second.lastToken()) >= 0;
  }

  private static MissingRange copy(MissingRange missingRange, long from, long last, long age) {
    return new MissingRange(
        missingRange.keyspaceId(), from, last, age, missingRange.file(), missingRange.offset());
  }
}
