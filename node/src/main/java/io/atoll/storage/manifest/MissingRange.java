package io.atoll.storage.manifest;

/**
 * What a damaged table may have held and nobody can read any more. A read that finds no newer state
 * of a key in it fails, because "absent", or an older state, could be a lie.
 *
 * @param keyspaceId the keyspace
 * @param fromToken the first token that may be missing
 * @param lastToken the last one (unsigned), inclusive
 * @param age the maximum age of the damaged table: newer states count
 * @param file the damaged file, relative to the data directory
 * @param offset where in it the damage is, in bytes
 */
public record MissingRange(
    int keyspaceId, long fromToken, long lastToken, long age, String file, long offset) {
  /** Whether a state of a token that is not newer than an age may be missing. */
  public boolean covers(long token) {
    return Long.compareUnsigned(token, fromToken) >= 0
        && Long.compareUnsigned(token, lastToken) <= 0;
  }
}
