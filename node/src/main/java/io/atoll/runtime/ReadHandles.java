package io.atoll.runtime;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;

/**
 * The files of a data directory that are open for reading: as many as the process can spare
 * descriptors for, not as many as there are. One that nobody has read lately is closed when another
 * must be opened (the clock algorithm), and opened again when somebody wants to read it.
 *
 * <p>Callable from any thread.
 */
final class ReadHandles {
  private final int max;

  /** Those that this holds, in the order in which they are looked at. */
  private final ArrayDeque<ReadHandle> open = new ArrayDeque<>();

  /**
   * None is open yet.
   *
   * @param max how many may be open, 1 or more; more while more than that are read at one moment
   */
  ReadHandles(int max) {
    this.max = max;
  }

  /**
   * Opens a file.
   *
   * @return held for the caller
   */
  synchronized ReadHandle open(Path path) throws IOException {
    while (open.size() >= max) {
      closeOne();
    }
    ReadHandle handle = openPressing(path);
    handle.hold();
    open.add(handle);
    return handle;
  }

  /** Closes a file for good. */
  void close(ReadHandle handle) throws IOException {
    boolean held;
    synchronized (this) {
      held = open.remove(handle);
    }
    if (held) {
      handle.letGo();
    }
  }

  /** How many are open. */
  synchronized int count() {
    return open.size();
  }

  /** Where others have taken all descriptors, one of these is given up for it. */
  private ReadHandle openPressing(Path path) throws IOException {
    try {
      return ReadHandle.open(path);
    } catch (NoSuchFileException missing) {
      throw missing;
    } catch (IOException full) {
      if (open.isEmpty()) {
        throw full;
      }
      closeOne();
      return ReadHandle.open(path);
    }
  }

  private void closeOne() throws IOException {
    ReadHandle next = open.remove();
    while (next.wasUsed()) {
      open.add(next);
      next = open.remove();
    }
    next.letGo();
  }
}
