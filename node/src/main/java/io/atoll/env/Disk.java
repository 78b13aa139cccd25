package io.atoll.env;

import java.io.IOException;
import java.util.List;

/**
 * A node's data directory. Names are relative to it, separated by {@code /}. All calls block, so
 * they belong on a {@link Worker}. What was written is certain to survive a power loss only after
 * {@link DiskFile#sync} of the file and {@link #syncDirectory} of its directory.
 */
public interface Disk {
  /** Creates a directory and its parents; no effect where it exists. */
  void createDirectories(String directory) throws IOException;

  /**
   * The plain names of the files in a directory, in ascending order; empty when there is no such
   * directory.
   *
   * @param directory {@code ""} is the data directory itself
   */
  List<String> list(String directory) throws IOException;

  /** Whether there is a file of that name. */
  boolean exists(String name) throws IOException;

  /**
   * Opens an existing file for reading; {@link java.nio.file.NoSuchFileException} when there is
   * none.
   */
  DiskFile openForRead(String name) throws IOException;

  /** Opens a file for reading and writing, creating it when there is none. */
  DiskFile openForWrite(String name) throws IOException;

  /** Renames a file atomically, replacing what had the new name. */
  void rename(String from, String to) throws IOException;

  /**
   * Gives a file a second name (a hard link); deleting one of them leaves the other.
   *
   * @throws java.nio.file.FileAlreadyExistsException when the new name is taken
   */
  void link(String existing, String additional) throws IOException;

  /** Deletes a file; no effect when there is none. */
  void delete(String name) throws IOException;

  /** Makes creations, renames and deletions in a directory certain to survive a power loss. */
  void syncDirectory(String directory) throws IOException;

  /**
   * What the file system alone knows of a file and no copy of it has: the same as long as nobody
   * touches the file, and empty where nothing of that kind can be told.
   */
  String fingerprint(String name) throws IOException;

  /** Bytes that can still be written. */
  long usableBytes() throws IOException;

  /**
   * Takes the exclusive lock of the data directory until closed.
   *
   * @throws DiskLockedException when another process has it
   */
  AutoCloseable lock() throws IOException;

  /** Where this is, for messages to people. */
  String describe();
}
