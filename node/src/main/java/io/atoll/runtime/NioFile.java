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
 */
final class NioFile implements DiskFile {
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
    while (target.hasRemaining()) {
      int read = channel.read(target, position + total);
      if (read < 0) {
        break;
      }
      total += read;
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
    while (source.hasRemaining()) {
      at += channel.write(source, at);
    }
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
