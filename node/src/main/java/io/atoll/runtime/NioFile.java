package io.atoll.runtime;

import io.atoll.env.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file behind a {@link FileChannel}.
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
  private final Path path;

  /** Opened by the first {@link #readNow}; belongs to the thread that calls it. */
  private CachedReads cached;

  NioFile(FileChannel channel, Path path) {
    this.channel = channel;
    this.path = path;
  }

  @Override
  public long sizeBytes() throws IOException {
    return channel.size();
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
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
  public int readNow(ByteBuffer target, long position) throws IOException {
    if (cached == null) {
      cached = CachedReads.open(path);
    }
    return cached.read(target, position);
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
    if (cached != null) {
      cached.close();
    }
    channel.close();
  }
}
