package io.atoll.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The descriptors of one file that is open for reading, one for each way to read. They are closed
 * when the last of those who hold the handle lets go of it: {@link ReadHandles}, which may do so at
 * any time, and whoever reads at that moment. Callable from any thread, {@link #readNow} from one.
 */
final class ReadHandle {
  /** How many descriptors one takes at most. */
  static final int DESCRIPTORS = 2;

  private final FileChannel channel;
  private final Path path;
  private final AtomicInteger holders = new AtomicInteger(1);
  private volatile boolean usedLately = true;
  private CachedReads cached;

  private ReadHandle(FileChannel channel, Path path) {
    this.channel = channel;
    this.path = path;
  }

  /** Opens a file; the caller holds the handle. */
  static ReadHandle open(Path path) throws IOException {
    return new ReadHandle(FileChannel.open(path, StandardOpenOption.READ), path);
  }

  /** Holds the handle once more; false when it is closed. */
  boolean hold() {
    int now = holders.get();
    while (now > 0) {
      if (holders.compareAndSet(now, now + 1)) {
        if (!usedLately) {
          usedLately = true;
        }
        return true;
      }
      now = holders.get();
    }
    return false;
  }

  /** Holds it once less. */
  void letGo() throws IOException {
    if (holders.decrementAndGet() == 0) {
      try {
        if (cached != null) {
          cached.close();
        }
      } finally {
        channel.close();
      }
    }
  }

  /** Whether it was held since this was asked last. */
  boolean wasUsed() {
    boolean was = usedLately;
    usedLately = false;
    return was;
  }

  long sizeBytes() throws IOException {
    return channel.size();
  }

  int read(ByteBuffer target, long position) throws IOException {
    return NioFile.readFully(channel, target, position);
  }

  int readNow(ByteBuffer target, long position) throws IOException {
    if (cached == null) {
      cached = CachedReads.open(path);
    }
    return cached.read(target, position);
  }
}
