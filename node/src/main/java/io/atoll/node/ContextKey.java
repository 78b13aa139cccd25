package io.atoll.node;

import io.atoll.bytes.SipHash;
import io.atoll.causal.ContextSeal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the key that seals the contexts of a cluster's clients, of what all its nodes know from
 * their first start on and keep for good: its secret and its {@link Genesis}. So nodes agree on it
 * without a word, and contexts survive restarts and changes of members.
 *
 * <p>It is PBKDF2 with HMAC-SHA256 (RFC 8018): whoever holds contexts can try out secrets against
 * their tags, and each try shall cost something. A cluster without a secret is open to anybody as a
 * peer; there the key tells clusters apart and keeps nobody out.
 */
final class ContextKey {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PURPOSE = "atoll contexts 1\0";
  private static final int ROUNDS = 20_000;

  private ContextKey() {}

  /**
   * The seal of a cluster. Takes some 20 ms of computing where there is a secret.
   *
   * @param secret the cluster's, empty for none
   */
  static ContextSeal seal(byte[] secret, String clusterName, Genesis genesis) {
    byte[] salt = (PURPOSE + clusterName + '\0' + genesis.text()).getBytes(StandardCharsets.UTF_8);
    byte[] derived = derived(secret, salt, rounds(secret));
    return new ContextSeal(Arrays.copyOf(derived, SipHash.KEY_BYTES));
  }

  /** How much trying out a secret shall cost; there is nothing to try where there is none. */
  static int rounds(byte[] secret) {
    return secret.length == 0 ? 1 : ROUNDS;
  }

  /** The first block of PBKDF2. */
  static byte[] derived(byte[] secret, byte[] salt, int rounds) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      // The JDK takes no empty key; HMAC pads a key with zeros, so that this is the same one.
      mac.init(new SecretKeySpec(secret.length == 0 ? new byte[1] : secret, ALGORITHM));
      mac.update(salt);
      byte[] last = mac.doFinal(new byte[] {0, 0, 0, 1});
      byte[] all = last.clone();
      for (int round = 1; round < rounds; round++) {
        last = mac.doFinal(last);
        for (int i = 0; i < all.length; i++) {
          all[i] ^= last[i];
        }
      }
      return all;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }
}
