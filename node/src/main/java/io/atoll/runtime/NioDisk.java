package io.atoll.runtime;

import io.atoll.env.Disk;
import io.atoll.env.DiskFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A data directory in the file system, its owner's alone. Callable from any thread; every call
 * blocks.
 */
public final class NioDisk implements Disk {
  /** How many descriptors a file takes that is open for reading. */
  public static final int DESCRIPTORS_PER_READ = ReadHandle.DESCRIPTORS;

  /** Enough for tests and tools. */
  private static final int DEFAULT_OPEN_READS = 256;

  private static final Set<StandardOpenOption> WRITTEN =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

  private final Path root;
  private final ReadHandles reads;

  private NioDisk(Path root, int maxOpenReads) {
    this.root = root;
    this.reads = new ReadHandles(maxOpenReads);
  }

  /** Opens a data directory for a tool or a test, see {@link #open(Path, int)}. */
  public static NioDisk open(Path directory) throws IOException {
    return open(directory, DEFAULT_OPEN_READS);
  }

  /**
   * Opens a data directory, creating it where there is none.
   *
   * @param maxOpenReads how many files are kept open for reading, see {@link ReadHandles}; each
   *     takes up to {@link #DESCRIPTORS_PER_READ} descriptors
   * @throws IOException with a message that names the directory and says what to do
   */
  public static NioDisk open(Path directory, int maxOpenReads) throws IOException {
    Path root = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(root, OwnerOnly.directory());
    } catch (IOException e) {
      throw new IOException(
          "data directory %s cannot be created (%s): create it, or choose another"
              .formatted(root, e),
          e);
    }
    if (!Files.isWritable(root)) {
      throw new IOException(
          "data directory %s is not writable: give user %s the right to write there, or choose another"
              .formatted(root, System.getProperty("user.name")));
    }
    OwnerOnly.close(root);
    return new NioDisk(root, maxOpenReads);
  }

  /**
   * A directory that exists, only to be read: nothing is created or asked for. Whether its files
   * change meanwhile is its owner's business, see {@link #isInUse}.
   */
  public static NioDisk existing(Path directory) {
    return new NioDisk(directory.toAbsolutePath().normalize(), DEFAULT_OPEN_READS);
  }

  /** Whether a node has the directory open; takes nothing from it to find out. */
  public static boolean isInUse(Path directory) throws IOException {
    return DirectoryLock.isHeld(directory);
  }

  @Override
  public void createDirectories(String directory) throws IOException {
    Files.createDirectories(directory(directory), OwnerOnly.directory());
  }

  @Override
  public List<String> list(String directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory(directory))) {
      return entries
          .filter(Files::isRegularFile)
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  @Override
  public boolean exists(String name) {
    return Files.isRegularFile(file(name));
  }

  @Override
  public DiskFile openForRead(String name) throws IOException {
    return ReadOnlyFile.open(reads, file(name));
  }

  @Override
  public DiskFile openForWrite(String name) throws IOException {
    return new NioFile(FileChannel.open(file(name), WRITTEN, OwnerOnly.file()));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(file(from), file(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void link(String existing, String additional) throws IOException {
    Files.createLink(file(additional), file(existing));
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(file(name));
  }

  @Override
  public void syncDirectory(String directory) throws IOException {
    // Linux lets a directory be opened for reading and synced like a file.
    try (FileChannel channel = FileChannel.open(directory(directory), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public String fingerprint(String name) throws IOException {
    try {
      Map<String, Object> known = Files.readAttributes(file(name), "unix:ino,ctime");
      // Some file systems keep whole seconds, and tell more until they are mounted again.
      long changed = ((FileTime) known.get("ctime")).to(TimeUnit.SECONDS);
      return "inode %s, changed %d".formatted(known.get("ino"), changed);
    } catch (UnsupportedOperationException | IllegalArgumentException notUnix) {
      return "";
    }
  }

  @Override
  public long usableBytes() throws IOException {
    return Files.getFileStore(root).getUsableSpace();
  }

  @Override
  public AutoCloseable lock() throws IOException {
    return DirectoryLock.take(root);
  }

  @Override
  public String describe() {
    return root.toString();
  }

  private Path directory(String name) {
    return name.isEmpty() ? root : file(name);
  }

  private Path file(String name) {
    for (String part : name.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "file name '%s' must be relative to the data directory, its parts plain names separated by /"
                .formatted(name));
      }
    }
    return root.resolve(name);
  }
}
