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
 */
final class NioFile implements DiskFile {
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
    channel.close();
  }
}
