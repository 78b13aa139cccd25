package io.atoll.wire;

import io.atoll.bytes.MalformedBytesException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first eight bytes of a connection in each direction, the only ones outside a frame. Their
 * layout never changes, so that the two sides can always tell each other which versions they speak.
 *
 * @param chosen 0 from the client; from the node, the version spoken from here on, or 0 when it
 *     speaks none of the client's, after which it closes
 * @param min oldest version that the sender speaks
 * @param max newest version that the sender speaks
 */
public record Greeting(int chosen, int min, int max) {
  /** How long it is. */
  public static final int BYTES = 8;

  private static final byte[] MAGIC = "ATOLL".getBytes(StandardCharsets.US_ASCII);

  /** What a client of this code says. */
  public static Greeting ofClient() {
    return new Greeting(0, Protocol.MIN_VERSION, Protocol.MAX_VERSION);
  }

  /** What a node of this code answers: the newest version that both speak, or none. */
  public static Greeting answerTo(Greeting client) {
    int common = Math.min(client.max, Protocol.MAX_VERSION);
    boolean spoken = common >= client.min && common >= Protocol.MIN_VERSION;
    return new Greeting(spoken ? common : 0, Protocol.MIN_VERSION, Protocol.MAX_VERSION);
  }

  /** Its bytes. */
  public byte[] encode() {
    byte[] bytes = Arrays.copyOf(MAGIC, BYTES);
    bytes[5] = (byte) chosen;
    bytes[6] = (byte) min;
    bytes[7] = (byte) max;
    return bytes;
  }

  /** Whether bytes, perhaps fewer than {@value #BYTES}, may be the beginning of a greeting. */
  public static boolean mayBegin(byte[] bytes, int length) {
    int magic = Math.min(length, MAGIC.length);
    return Arrays.equals(bytes, 0, magic, MAGIC, 0, magic);
  }

  /**
   * Reads the first {@value #BYTES} bytes of an array.
   *
   * @throws MalformedBytesException when they are no greeting
   */
  public static Greeting decode(byte[] bytes) {
    if (bytes.length < BYTES || !mayBegin(bytes, BYTES)) {
      throw new MalformedBytesException("the connection does not begin with ATOLL");
    }
    return new Greeting(bytes[5] & 0xFF, bytes[6] & 0xFF, bytes[7] & 0xFF);
  }
}
