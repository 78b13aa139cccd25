package io.atoll.storage.manifest;

import io.atoll.ring.TokenRange;

/**
 * What a damaged table may have held and nobody can read any more. A read that finds no newer state
 * of a key in it fails, because "absent", or an older state, could be a lie.
 *
 * @param keyspaceId the keyspace
 * @param tokens of which states may be missing
 * @param sequence the highest sequence number of the damaged table: newer states count
 * @param file the damaged file, relative to the data directory
 * @param offset where in it the damage is, in bytes
 */
public record MissingRange(
    int keyspaceId, TokenRange tokens, long sequence, String file, long offset) {
  /** Whether a state of a token that is not newer than that may be missing. */
  public boolean contains(long token) {
    return tokens.contains(token);
  }

  /** The same damage, taken for part of its range or for another sequence number. */
  MissingRange with(TokenRange tokens, long sequence) {
    return new MissingRange(keyspaceId, tokens, sequence, file, offset);
  }
}
