package io.atoll.runtime;

import io.atoll.env.DiskLockedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The exclusive use of a data directory, as a lock on its file {@code LOCK}. The operating system
 * releases it when the process dies; the file itself stays and means nothing.
 *
 * <p>POSIX drops all of a process's locks on a file when the process closes any descriptor of it.
 * So a second attempt inside this process must be refused before it opens the file: {@link #HELD}
 * remembers what this process has.
 */
final class DirectoryLock implements AutoCloseable {
  private static final String NAME = "LOCK";
  private static final int MAX_PID_BYTES = 20;
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * @param root an existing directory
   */
  static DirectoryLock take(Path root) throws IOException {
    Path directory = root.toRealPath();
    if (!HELD.add(directory)) {
      throw new DiskLockedException(refusal(directory, "in this process"));
    }
    FileChannel channel = null;
    try {
      Path file = directory.resolve(NAME);
      channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              OwnerOnly.file());
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new DiskLockedException(refusal(directory, holder(file)));
      }
      channel.truncate(0);
      byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(pid), 0);
      return new DirectoryLock(directory, channel);
    } catch (IOException | OverlappingFileLockException e) {
      if (channel != null) {
        channel.close();
      }
      HELD.remove(directory);
      if (e instanceof OverlappingFileLockException) {
        throw new DiskLockedException(refusal(directory, "in this process"));
      }
      throw e;
    }
  }

  /** Whether somebody has the lock of an existing directory. */
  static boolean isHeld(Path root) throws IOException {
    Path directory = root.toRealPath();
    Path file = directory.resolve(NAME);
    // Before the file is opened, for the reason above.
    if (HELD.contains(directory)) {
      return true;
    }
    if (!Files.isReadable(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return shared == null;
    }
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      try {
        channel.close();
      } finally {
        HELD.remove(directory);
      }
    }
  }

  private static String refusal(Path directory, String holder) {
    return "data directory %s is in use by another Atoll node (%s): stop that node, or give this one a directory of its own"
        .formatted(directory, holder);
  }

  private static String holder(Path file) {
    try (var in = Files.newInputStream(file)) {
      String pid = new String(in.readNBytes(MAX_PID_BYTES), StandardCharsets.US_ASCII);
      return pid.matches("\\d+") ? "process " + pid : "in another process";
    } catch (IOException e) {
      return "in another process";
    }
  }
}
