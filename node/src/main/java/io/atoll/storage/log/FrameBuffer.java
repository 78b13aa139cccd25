package io.atoll.storage.log;

import java.nio.ByteBuffer;

/**
 * The reusable buffer in which a frame is put together: entries are encoded once, straight into
 * what goes to the file. Belongs to one worker.
 */
public final class FrameBuffer {
  private static final int INITIAL_BYTES = 64 << 10;
  private final int keptBytes;
  private ByteBuffer buffer;

  /**
   * @param keptBytes a buffer that grew beyond this is given back after use
   */
  public FrameBuffer(int keptBytes) {
    this.keptBytes = Math.max(keptBytes, INITIAL_BYTES);
    clear();
  }

  /** Starts an empty frame. */
  public void clear() {
    if (buffer == null || buffer.capacity() > 2 * keptBytes) {
      buffer = ByteBuffer.allocateDirect(INITIAL_BYTES);
    }
    buffer.clear().position(Frame.HEADER_BYTES);
  }

  /** Bytes of the entries so far. */
  public int payloadBytes() {
    return buffer.position() - Frame.HEADER_BYTES;
  }

  /** Where the next entry goes, with room for a number of bytes. */
  public ByteBuffer reserve(int bytes) {
    if (buffer.remaining() < bytes) {
      int needed = buffer.position() + bytes;
      ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(needed, 2 * buffer.capacity()));
      buffer = larger.put(buffer.flip());
    }
    return buffer;
  }

  /** The whole frame, ready for its header. */
  ByteBuffer finish() {
    return buffer.flip();
  }
}
