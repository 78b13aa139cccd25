package io.atoll.runtime;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes proofs of knowing the cluster secret: HMAC-SHA256 (RFC 2104) over a label and messages. */
final class HandshakeKey {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @param secret any bytes; empty is allowed and proves nothing
   */
  HandshakeKey(byte[] secret) {
    // HMAC pads keys with zeros, so that one zero byte is the empty key, which the JDK refuses.
    key = new SecretKeySpec(secret.length == 0 ? new byte[1] : secret, ALGORITHM);
  }

  byte[] prove(String label, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(label.getBytes(StandardCharsets.US_ASCII));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
