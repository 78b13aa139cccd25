package io.atoll.runtime;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into frames. Every frame is copied once, from the socket's buffer into its
 * own array. A frame of length 0 is a heartbeat and is swallowed.
 *
 * <p>An array is made when its length is known, before its bytes came: only peers that passed the
 * handshake get this far, and one connection holds at most one unfinished frame.
 */
final class FrameReader {
  static final int HEADER_BYTES = 4;

  /** A frame that says only that its sender lives. */
  static final byte[] HEARTBEAT = new byte[0];

  private final int maxFrameBytes;
  private int header;
  private int headerBytes;
  private byte[] body;
  private int bodyBytes;

  FrameReader(int maxFrameBytes) {
    this.maxFrameBytes = maxFrameBytes;
  }

  /** Takes all bytes of a buffer and hands on the frames that they complete. */
  void read(ByteBuffer in, Consumer<byte[]> frames) throws MalformedStreamException {
    while (in.hasRemaining()) {
      if (body == null && !readHeader(in)) {
        continue;
      }
      int count = Math.min(in.remaining(), body.length - bodyBytes);
      in.get(body, bodyBytes, count);
      bodyBytes += count;
      if (bodyBytes == body.length) {
        byte[] frame = body;
        body = null;
        frames.accept(frame);
      }
    }
  }

  /** Whether the stream stands in the middle of a frame. */
  boolean midFrame() {
    return headerBytes > 0 || body != null;
  }

  /** Reads on in the length; true when a body follows it. */
  private boolean readHeader(ByteBuffer in) throws MalformedStreamException {
    if (headerBytes == 0 && in.remaining() >= HEADER_BYTES) {
      header = in.getInt();
    } else {
      header = header << 8 | (in.get() & 0xFF);
      headerBytes++;
      if (headerBytes < HEADER_BYTES) {
        return false;
      }
      headerBytes = 0;
    }
    int length = header;
    header = 0;
    if (length < 0 || length > maxFrameBytes) {
      throw new MalformedStreamException(
          LinkFailure.FRAME_TOO_LONG,
          "a frame of %d bytes was announced, the bound is %d"
              .formatted(Integer.toUnsignedLong(length), maxFrameBytes));
    }
    if (length == 0) {
      return false;
    }
    body = new byte[length];
    bodyBytes = 0;
    return true;
  }
}
