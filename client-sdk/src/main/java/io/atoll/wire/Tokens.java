package io.atoll.wire;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * Where a key lies on the ring. Part of the protocol: nodes and clients must agree, so it can never
 * change.
 */
public final class Tokens {
  private static final Hasher64 HASHER = Hashing.xxh3_64();
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private Tokens() {}

  /**
   * The token: XXH3 (64 bits, seed 0) of the key, plus the keyspace id times 2^64/φ, so that
   * keyspaces are laid out differently.
   */
  public static long of(int keyspaceId, byte[] key) {
    return HASHER.hashBytesToLong(key) + keyspaceId * GOLDEN_RATIO;
  }
}
