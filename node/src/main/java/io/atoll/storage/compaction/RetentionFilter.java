package io.atoll.storage.compaction;

import io.atoll.storage.table.EntryCursor;

/**
 * What of the newest states is written: removals, and states that nobody needs, are left out where
 * nothing older lies beneath.
 */
final class RetentionFilter {
  private final int keyspaceId;
  private final Bottom bottom;
  private final RetentionRule rule;
  private final boolean asksRule;

  /**
   * @param bottom where nothing older than what is merged lies beneath
   * @param rule what must be kept there
   */
  RetentionFilter(int keyspaceId, Bottom bottom, RetentionRule rule) {
    this.keyspaceId = keyspaceId;
    this.bottom = bottom;
    this.rule = rule;
    this.asksRule = !rule.equals(RetentionRule.KEEP_ALL);
  }

  /**
   * Whether an entry is written.
   *
   * @param entry the newest of its key among what is merged
   */
  boolean keeps(EntryCursor entry) {
    if (entry.valueLength() == EntryCursor.REMOVED) {
      return !bottom.isReachedAt(entry.token());
    }
    return !asksRule
        || !bottom.isReachedAt(entry.token())
        || rule.keeps(
            keyspaceId,
            entry.token(),
            entry.segment(),
            entry.keyOffset(),
            entry.keyLength(),
            entry.valueOffset(),
            entry.valueLength());
  }
}
