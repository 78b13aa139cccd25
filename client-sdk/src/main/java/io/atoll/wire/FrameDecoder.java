package io.atoll.wire;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.MalformedBytesException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts the bytes of a connection into frames. Received bytes are gathered in one array, which is
 * reused; frames are read in place, so a message is decoded without a copy of its frame. Not
 * thread-safe.
 *
 * <p>The array grows with the bytes that have actually arrived, never because a length says so, and
 * shrinks after a large frame.
 */
public final class FrameDecoder {
  /** Little, because most connections of a crowd are silent. */
  private static final int FIRST_BYTES = 1024;

  private static final int USUAL_BYTES = 32 * 1024;

  private final int maxFrameBytes;
  private final ByteReader frame = new ByteReader(new byte[0]);
  private byte[] bytes = new byte[FIRST_BYTES];
  private int from;
  private int to;

  /**
   * @param maxFrameBytes longest frame, without its length
   */
  public FrameDecoder(int maxFrameBytes) {
    this.maxFrameBytes = maxFrameBytes;
  }

  /** Adds what came; all of it is taken. Frames handed out before are gone. */
  public void add(ByteBuffer more) {
    int length = more.remaining();
    makeRoom(length);
    more.get(bytes, to, length);
    to += length;
  }

  /**
   * The next frame whole, to be read until the next call to this object, or null when none is.
   *
   * @throws MalformedBytesException when an empty or too long frame is announced; the stream cannot
   *     go on
   */
  public ByteReader next() {
    if (to - from < Integer.BYTES) {
      return null;
    }
    int length =
        (bytes[from] & 0xFF) << 24
            | (bytes[from + 1] & 0xFF) << 16
            | (bytes[from + 2] & 0xFF) << 8
            | bytes[from + 3] & 0xFF;
    if (length <= 0 || length > maxFrameBytes) {
      throw new MalformedBytesException(
          "a frame of %s bytes is announced: must be 1 to %d"
              .formatted(Integer.toUnsignedString(length), maxFrameBytes));
    }
    if (to - from - Integer.BYTES < length) {
      return null;
    }
    frame.over(bytes, from + Integer.BYTES, length);
    from += Integer.BYTES + length;
    return frame;
  }

  /**
   * Takes bytes that are no frame.
   *
   * @return so many bytes, or null when they have not all come
   */
  public byte[] take(int count) {
    if (to - from < count) {
      return null;
    }
    byte[] taken = Arrays.copyOfRange(bytes, from, from + count);
    from += count;
    return taken;
  }

  /** What has come and is not taken yet. */
  public byte[] peek() {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** How many bytes have come and are not taken yet: when the connection ends, a cut frame. */
  public int waitingBytes() {
    return to - from;
  }

  private void makeRoom(int more) {
    if (from == to) {
      from = 0;
      to = 0;
      if (bytes.length > USUAL_BYTES && more <= USUAL_BYTES) {
        bytes = new byte[USUAL_BYTES];
      }
    }
    if (bytes.length - to >= more) {
      return;
    }
    int waiting = to - from;
    byte[] target =
        bytes.length - waiting >= more
            ? bytes
            : new byte[Math.max(bytes.length * 2, waiting + more)];
    System.arraycopy(bytes, from, target, 0, waiting);
    bytes = target;
    from = 0;
    to = waiting;
  }
}
