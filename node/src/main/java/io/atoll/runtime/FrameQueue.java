package io.atoll.runtime;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * The frames of one loop turn, which leave together: usually as one buffer, and one socket write.
 * The bound counts what was handed to the socket and is not yet written, too.
 */
final class FrameQueue {
  /** Buffers above this would not come from the allocator's pool. */
  private static final int MAX_BUFFER_BYTES = 256 * 1024;

  private final ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
  private final ArrayDeque<byte[]> frames = new ArrayDeque<>();
  private final int maxBytes;
  private int queuedBytes;
  private int writingBytes;

  FrameQueue(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes a frame, unless that would exceed the bound. */
  boolean offer(byte[] frame) {
    int size = FrameReader.HEADER_BYTES + frame.length;
    if (size > maxBytes - queuedBytes - writingBytes) {
      return false;
    }
    frames.add(frame);
    queuedBytes += size;
    return true;
  }

  boolean isEmpty() {
    return frames.isEmpty();
  }

  int frameCount() {
    return frames.size();
  }

  /** Bytes that the socket took and has not written yet. */
  int writingBytes() {
    return writingBytes;
  }

  /** The socket wrote, or dropped, bytes that it was given. */
  void written(int bytes) {
    writingBytes -= bytes;
  }

  /** Hands everything over in buffers that the receiver must release. */
  void drain(Consumer<ByteBuf> buffers) {
    int left = queuedBytes;
    queuedBytes = 0;
    writingBytes += left;
    ByteBuf out = null;
    byte[] frame;
    while ((frame = frames.poll()) != null) {
      if (out == null || out.writableBytes() < FrameReader.HEADER_BYTES) {
        out = next(out, left, buffers);
      }
      out.writeInt(frame.length);
      left -= FrameReader.HEADER_BYTES;
      int at = 0;
      while (at < frame.length) {
        if (!out.isWritable()) {
          out = next(out, left, buffers);
        }
        int count = Math.min(frame.length - at, out.writableBytes());
        out.writeBytes(frame, at, count);
        at += count;
        left -= count;
      }
    }
    if (out != null) {
      buffers.accept(out);
    }
  }

  private ByteBuf next(ByteBuf full, int left, Consumer<ByteBuf> buffers) {
    if (full != null) {
      buffers.accept(full);
    }
    int capacity = Math.min(left, MAX_BUFFER_BYTES);
    return allocator.directBuffer(capacity, capacity);
  }
}
