package io.atoll.runtime;

import io.atoll.env.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A file that is written, behind a {@link FileChannel}; {@link ReadOnlyFile} is one that is only
 * read.
 *
 * <p>{@link #sync} is {@code force(false)}, which is fdatasync on Linux: it spares the journal
 * write for timestamps, but POSIX requires it to store whatever is needed to read the data back,
 * and a grown length is. So one call covers content and length.
 *
 * <p>What lies on the heap is copied by the JDK into a buffer off the heap that belongs to the
 * calling thread and is as long as the call. So a call takes {@value #SLICE_BYTES} bytes at most:
 * that memory is then a small constant for each thread, and a long write needs none that a short
 * one has not got already.
 */
final class NioFile implements DiskFile {
  private static final int SLICE_BYTES = 128 << 10;

  private final FileChannel channel;

  NioFile(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public long sizeBytes() throws IOException {
    return channel.size();
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return readFully(channel, target, position);
  }

  /** A file that is written is not read on loops. */
  @Override
  public int readNow(ByteBuffer target, long position) {
    return -1;
  }

  /** See {@link DiskFile#read}. */
  static int readFully(FileChannel channel, ByteBuffer target, long position) throws IOException {
    int total = 0;
    int limit = target.limit();
    try {
      while (target.position() < limit) {
        slice(target, limit);
        int read = channel.read(target, position + total);
        if (read < 0) {
          break;
        }
        total += read;
      }
    } finally {
      target.limit(limit);
    }
    return total;
  }

  @Override
  public void write(ByteBuffer source, long position) throws IOException {
    long at = position;
    int limit = source.limit();
    try {
      while (source.position() < limit) {
        slice(source, limit);
        at += channel.write(source, at);
      }
    } finally {
      source.limit(limit);
    }
  }

  /** What lies off the heap goes as it is. */
  private static void slice(ByteBuffer buffer, int limit) {
    int length = limit - buffer.position();
    buffer.limit(buffer.isDirect() ? limit : buffer.position() + Math.min(length, SLICE_BYTES));
  }

  @Override
  public void sync() throws IOException {
    channel.force(false);
  }

  @Override
  public void truncate(long sizeBytes) throws IOException {
    channel.truncate(sizeBytes);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
