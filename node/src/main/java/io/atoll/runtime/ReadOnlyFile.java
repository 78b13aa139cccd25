package io.atoll.runtime;

import io.atoll.env.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;

/**
 * A file that is only read. It counts on its name: {@link ReadHandles} may close it at any time,
 * and then it is opened again by name at the next read.
 */
final class ReadOnlyFile implements DiskFile {
  private final ReadHandles handles;
  private final Path path;
  private volatile ReadHandle handle;
  private volatile boolean closed;

  private ReadOnlyFile(ReadHandles handles, Path path) {
    this.handles = handles;
    this.path = path;
  }

  /** Opens a file that exists. */
  static ReadOnlyFile open(ReadHandles handles, Path path) throws IOException {
    ReadOnlyFile file = new ReadOnlyFile(handles, path);
    file.held().letGo();
    return file;
  }

  @Override
  public long sizeBytes() throws IOException {
    ReadHandle held = held();
    try {
      return held.sizeBytes();
    } finally {
      held.letGo();
    }
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    ReadHandle held = held();
    try {
      return held.read(target, position);
    } finally {
      held.letGo();
    }
  }

  @Override
  public int readNow(ByteBuffer target, long position) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    ReadHandle held = handle;
    if (held == null || !held.hold()) {
      return -1;
    }
    try {
      return held.readNow(target, position);
    } finally {
      held.letGo();
    }
  }

  @Override
  public void write(ByteBuffer source, long position) {
    throw new NonWritableChannelException();
  }

  @Override
  public void sync() {
    throw new NonWritableChannelException();
  }

  @Override
  public void truncate(long sizeBytes) {
    throw new NonWritableChannelException();
  }

  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      if (handle != null) {
        handles.close(handle);
      }
    }
  }

  private ReadHandle held() throws IOException {
    ReadHandle now = handle;
    return now != null && !closed && now.hold() ? now : reopened();
  }

  private synchronized ReadHandle reopened() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    if (handle == null || !handle.hold()) {
      handle = handles.open(path);
    }
    return handle;
  }
}
