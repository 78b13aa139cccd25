package io.atoll.membership;

/**
 * Proves that a datagram comes from this cluster: its last bytes are a tag over all the others. Not
 * thread-safe.
 */
public interface DatagramSeal {
  /** The length of the tag. */
  int tagBytes();

  /**
   * Writes the tag over {@code buffer[0, length)} to {@code buffer[length, length + tagBytes())}.
   */
  void seal(byte[] buffer, int length);

  /**
   * Whether the tag over {@code datagram[0, length)} stands at {@code datagram[length, length +
   * tagBytes())}.
   */
  boolean verify(byte[] datagram, int length);
}
