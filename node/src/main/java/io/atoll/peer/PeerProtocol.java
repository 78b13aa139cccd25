package io.atoll.peer;

/**
 * What one engine says to the same engine on other nodes. The engine declares it, together with its
 * {@link PeerCall}s and {@link PeerMessage}s, beside the code that serves them and a {@code
 * FORMAT.md} that describes their bytes.
 *
 * @param number how it is called on the wire, 1 to {@value #MAX_NUMBER}, never used for another
 * @param name how people call it
 */
public record PeerProtocol(int number, String name) {
  /** The highest number of a protocol, and of a call in it. */
  public static final int MAX_NUMBER = 127;

  public PeerProtocol {
    requireNumber("protocol", name, number);
  }

  static void requireNumber(String what, String name, int number) {
    if (number < 1 || number > MAX_NUMBER) {
      throw new IllegalArgumentException(
          "%s '%s' has the number %d: must be 1 to %d".formatted(what, name, number, MAX_NUMBER));
    }
  }
}
