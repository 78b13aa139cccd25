package io.atoll.membership;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 cut to 16 bytes (RFC 2104, section 5), under a key made of the cluster's secret and
 * its name: {@code HMAC-SHA256(SHA-256(secret), "atoll gossip 1\0" + name)}. Two clusters with the
 * same secret therefore do not accept each other's datagrams.
 */
public final class HmacSeal implements DatagramSeal {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PURPOSE = "atoll gossip 1\0";
  private static final int TAG_BYTES = 16;
  private static final int MAC_BYTES = 32;

  private final Mac mac;
  private final byte[] scratch = new byte[MAC_BYTES];

  /**
   * @param clusterName what the cluster is called
   * @param secret the cluster's secret; an empty one only tells clusters apart and protects nothing
   */
  public HmacSeal(String clusterName, byte[] secret) {
    try {
      byte[] root = MessageDigest.getInstance("SHA-256").digest(secret);
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(root, ALGORITHM));
      byte[] key = mac.doFinal((PURPOSE + clusterName).getBytes(StandardCharsets.UTF_8));
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }

  @Override
  public int tagBytes() {
    return TAG_BYTES;
  }

  @Override
  public void seal(byte[] buffer, int length) {
    compute(buffer, length);
    System.arraycopy(scratch, 0, buffer, length, TAG_BYTES);
  }

  @Override
  public boolean verify(byte[] datagram, int length) {
    compute(datagram, length);
    int difference = 0;
    for (int i = 0; i < TAG_BYTES; i++) {
      difference |= scratch[i] ^ datagram[length + i];
    }
    // No early exit: the time taken must not tell how many bytes matched.
    return difference == 0;
  }

  private void compute(byte[] bytes, int length) {
    mac.update(bytes, 0, length);
    try {
      mac.doFinal(scratch, 0);
    } catch (ShortBufferException e) {
      throw new IllegalStateException("the scratch buffer holds a whole code", e);
    }
  }
}
