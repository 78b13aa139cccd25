package io.atoll.repair;

import java.util.List;

/**
 * Asks a replica for what the asker lacks of some keys that both hold, and which of the asker's
 * states it lacks itself.
 *
 * @param epoch of the asker's topology
 * @param momentMs keys with later events are left alone; milliseconds since 1970
 * @param after where the stretch of keys begins: behind this one; null for the beginning of the
 *     extent
 * @param upto where it ends: with this one; null for the end of the extent
 * @param summaries all that the asker has in that stretch, ascending
 */
public record ExchangeQuestion(
    long epoch,
    long momentMs,
    int keyspaceId,
    Extent extent,
    KeyPlace after,
    KeyPlace upto,
    List<KeySummary> summaries) {
  public ExchangeQuestion {
    summaries = List.copyOf(summaries);
  }
}
