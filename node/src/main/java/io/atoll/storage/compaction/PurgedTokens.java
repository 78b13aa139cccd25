package io.atoll.storage.compaction;

import io.atoll.ring.TokenRange;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A retention rule that notes where it gave something up: token by token, and beyond {@value
 * #MAX_RANGES} of them as one range up to the last. Asked in ascending order of tokens.
 */
final class PurgedTokens implements RetentionRule {
  private static final int MAX_RANGES = 1_024;

  private final RetentionRule rule;
  private final List<TokenRange> ranges = new ArrayList<>();

  private PurgedTokens(RetentionRule rule) {
    this.rule = rule;
  }

  /** The rule itself, and nobody asked, where it keeps everything. */
  RetentionRule asked() {
    return rule.equals(KEEP_ALL) ? rule : this;
  }

  static PurgedTokens by(RetentionRule rule) {
    return new PurgedTokens(rule);
  }

  /** Ascending; they do not overlap. */
  List<TokenRange> ranges() {
    return ranges;
  }

  @Override
  public boolean keeps(
      int keyspaceId,
      long token,
      MemorySegment segment,
      long keyOffset,
      int keyLength,
      long valueOffset,
      int valueLength) {
    boolean keeps =
        rule.keeps(keyspaceId, token, segment, keyOffset, keyLength, valueOffset, valueLength);
    if (!keeps) {
      note(TokenRange.closed(token, token));
    }
    return keeps;
  }

  private void note(TokenRange token) {
    if (!ranges.isEmpty() && ranges.getLast().contains(token.from())) {
      return;
    }
    if (ranges.size() == MAX_RANGES) {
      ranges.add(ranges.removeLast().span(token));
    } else {
      ranges.add(token);
    }
  }
}
