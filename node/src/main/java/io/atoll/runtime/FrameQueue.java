package io.atoll.runtime;

import io.atoll.resilience.ByteBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * The frames of one loop turn, which leave together: usually as one buffer, and one socket write.
 * The bound counts what was handed to the socket and is not yet written, too.
 */
final class FrameQueue {
  /** Buffers above this would not come from the allocator's pool. */
  private static final int MAX_BUFFER_BYTES = 256 * 1024;

  private static final int SMALL_BYTES = 16 * 1024;
  private static final ByteBuffer NO_ROOM = ByteBuffer.allocate(0);

  private final ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;
  private final ArrayDeque<byte[]> frames = new ArrayDeque<>();
  private final int maxBytes;
  private final ByteBudget memory;
  private int queuedBytes;
  private int writingBytes;
  private boolean closed;

  /**
   * @param maxBytes in this queue
   * @param memory for what waits in all queues; frames of control are small and pass regardless
   */
  FrameQueue(int maxBytes, ByteBudget memory) {
    this.maxBytes = maxBytes;
    this.memory = memory;
  }

  /** Takes a frame, unless that would exceed the bound. */
  boolean offer(byte[] frame) {
    int size = FrameReader.HEADER_BYTES + frame.length;
    if (size > maxBytes - queuedBytes - writingBytes
        || (size > SMALL_BYTES && !memory.hasRoom(queuedBytes + size))) {
      return false;
    }
    frames.add(frame);
    queuedBytes += size;
    return true;
  }

  boolean isEmpty() {
    return frames.isEmpty();
  }

  /** Bytes that wait here or in the socket. */
  int totalBytes() {
    return queuedBytes + writingBytes;
  }

  /** Bytes that the socket took and has not written yet. */
  int writingBytes() {
    return writingBytes;
  }

  /** The socket wrote, or dropped, bytes that it was given. */
  void written(int bytes) {
    if (!closed) {
      writingBytes -= bytes;
      memory.release(bytes);
    }
  }

  /** The socket is gone, whether or not it says so of every byte. */
  void close() {
    if (!closed) {
      closed = true;
      memory.release(writingBytes);
      writingBytes = 0;
    }
  }

  /**
   * Hands over all that is here now, in buffers that the receiver must release. What it offers
   * meanwhile, such as when the socket has written a buffer at once, stays for the next time.
   */
  void drain(Consumer<ByteBuf> buffers) {
    int left = queuedBytes;
    queuedBytes = 0;
    writingBytes += left;
    memory.reserve(left);
    ByteBuf buffer = null;
    // The JDK's view of the buffer: without Unsafe, Netty's own methods make such a view per call.
    ByteBuffer out = NO_ROOM;
    for (int here = frames.size(); here > 0; here--) {
      byte[] frame = frames.poll();
      if (out.remaining() < FrameReader.HEADER_BYTES) {
        handOver(buffer, out, buffers);
        buffer = allocate(left);
        out = buffer.nioBuffer(0, buffer.capacity());
      }
      out.putInt(frame.length);
      left -= FrameReader.HEADER_BYTES;
      int at = 0;
      while (at < frame.length) {
        if (!out.hasRemaining()) {
          handOver(buffer, out, buffers);
          buffer = allocate(left);
          out = buffer.nioBuffer(0, buffer.capacity());
        }
        int size = Math.min(frame.length - at, out.remaining());
        out.put(frame, at, size);
        at += size;
        left -= size;
      }
    }
    handOver(buffer, out, buffers);
  }

  private ByteBuf allocate(int left) {
    int capacity = Math.min(left, MAX_BUFFER_BYTES);
    return allocator.directBuffer(capacity, capacity);
  }

  private static void handOver(ByteBuf buffer, ByteBuffer written, Consumer<ByteBuf> buffers) {
    if (buffer != null) {
      buffers.accept(buffer.writerIndex(written.position()));
    }
  }
}
