package io.atoll.storage.manifest;

import io.atoll.ring.TokenRange;

/**
 * A range that has changed otherwise than by writes, so that what the {@link Account} says of it
 * may not be so.
 *
 * @param number from 1, in the order in which they came up
 * @param tokens where
 */
public record Doubt(long number, int keyspaceId, TokenRange tokens) {
  /** Whether it makes an older one needless. */
  boolean covers(Doubt older) {
    return keyspaceId == older.keyspaceId && tokens.covers(older.tokens);
  }
}
