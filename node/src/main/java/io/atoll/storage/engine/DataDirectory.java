package io.atoll.storage.engine;

import io.atoll.env.DamagedFileException;
import io.atoll.env.Disk;
import io.atoll.env.DiskLockedException;
import io.atoll.env.DurableFile;
import io.atoll.env.NewerFormatException;
import io.atoll.env.Remedy;
import io.atoll.storage.NodeIdentity;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.log.LogPosition;
import io.atoll.storage.log.LogRecovery;
import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The locked data directory of one node and its identity file. Blocking; belongs to one worker.
 *
 * <p>A start after a clean stop keeps the node's generation; any other start takes the next one,
 * durably, before anything is served. The mark of a clean stop is taken off in the same step, so a
 * start that is refused or dies in recovery leaves it as it was.
 */
final class DataDirectory implements AutoCloseable {
  static final String FILE_NAME = "identity";
  static final int MAGIC = 0x41544944; // "ATID"
  static final int VERSION = 1;

  private final AutoCloseable lock;
  private final DurableFile file;
  private volatile Identity identity;

  private DataDirectory(AutoCloseable lock, DurableFile file, Identity identity) {
    this.lock = lock;
    this.file = file;
    this.identity = identity;
  }

  /**
   * Locks a directory and reads whose it is; an empty one becomes the owner's.
   *
   * @param newShards how many shards a new directory gets
   * @throws StorageException in one line that says what to do
   */
  static DataDirectory open(Disk disk, NodeIdentity owner, int newShards, RandomGenerator random)
      throws StorageException {
    AutoCloseable lock = lock(disk);
    try {
      DurableFile file = new DurableFile(disk, FILE_NAME, MAGIC, VERSION);
      Optional<byte[]> found = file.read();
      Identity identity;
      if (found.isPresent()) {
        identity = decode(disk, found.get());
        checkOwner(disk, identity, owner);
      } else {
        checkEmpty(disk);
        identity = new Identity(owner, random.nextLong(), newShards, 0, null);
        file.replace(identity.encode());
      }
      return new DataDirectory(lock, file, identity);
    } catch (IOException e) {
      release(lock);
      throw refusal(disk, e);
    } catch (Throwable e) {
      release(lock);
      throw e;
    }
  }

  /** Makes a directory somebody's, durably. */
  static void write(Disk disk, Identity identity) throws IOException {
    new DurableFile(disk, FILE_NAME, MAGIC, VERSION).replace(identity.encode());
  }

  /** What to tell a person who cannot start because of a failing disk. */
  static StorageException refusal(Disk disk, IOException e) {
    return switch (e) {
      case NewerFormatException newer ->
          new StorageException(Reason.NEWER_FORMAT, newer.getMessage(), newer);
      case DamagedFileException damaged ->
          new StorageException(
              Reason.DAMAGED, damaged.getMessage() + ": " + Remedy.WHOLE_DIRECTORY, damaged);
      default ->
          new StorageException(
              Reason.NOT_ACCESSIBLE,
              "data directory %s cannot be used: %s: check its owner, its mode and its file system"
                  .formatted(disk.describe(), reason(e)),
              e);
    };
  }

  Identity identity() {
    return identity;
  }

  /** Takes the generation to serve with, durably. */
  void beginServing() throws IOException {
    replace(identity.serving());
  }

  /** Takes another generation to go on with, durably. */
  void renew(int generation) throws IOException {
    replace(identity.renewed(generation));
  }

  /** Marks the directory as cleanly stopped with a log that ends at a place. */
  void markClean(LogPosition end) throws IOException {
    replace(identity.closedAt(end));
  }

  /** Releases the lock. */
  @Override
  public void close() {
    release(lock);
  }

  private void replace(Identity next) throws IOException {
    file.replace(next.encode());
    identity = next;
  }

  private static AutoCloseable lock(Disk disk) throws StorageException {
    try {
      disk.createDirectories("");
      return disk.lock();
    } catch (DiskLockedException e) {
      throw new StorageException(
          Reason.IN_USE,
          "data directory %s is in use by another process: stop it, or give this node a directory of its own"
              .formatted(disk.describe()),
          e);
    } catch (IOException e) {
      throw refusal(disk, e);
    }
  }

  private static Identity decode(Disk disk, byte[] content) throws StorageException {
    try {
      return Identity.decode(content);
    } catch (IllegalArgumentException e) {
      throw new StorageException(
          Reason.DAMAGED,
          "%s: %s is damaged: %s: %s"
              .formatted(disk.describe(), FILE_NAME, e.getMessage(), Remedy.WHOLE_DIRECTORY),
          e);
    }
  }

  private static void checkOwner(Disk disk, Identity identity, NodeIdentity owner)
      throws StorageException {
    if (!identity.owner().equals(owner)) {
      throw new StorageException(
          Reason.OTHER_OWNER,
          "data directory %s belongs to %s, not to %s: correct the configuration or choose another directory"
              .formatted(disk.describe(), identity.owner(), owner));
    }
  }

  private static void checkEmpty(Disk disk) throws IOException, StorageException {
    if (LogRecovery.isAnythingIn(disk)) {
      throw new StorageException(
          Reason.DAMAGED,
          "data directory %s has a log but no file %s: %s"
              .formatted(disk.describe(), FILE_NAME, Remedy.WHOLE_DIRECTORY));
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.toString();
  }

  private static void release(AutoCloseable lock) {
    try {
      lock.close();
    } catch (Exception e) {
      // The lock goes with the process at the latest.
    }
  }
}
