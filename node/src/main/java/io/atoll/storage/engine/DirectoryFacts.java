package io.atoll.storage.engine;

import io.atoll.env.Disk;
import io.atoll.env.DurableFile;
import io.atoll.storage.NodeIdentity;
import io.atoll.storage.log.LogPosition;
import java.io.IOException;
import java.util.Optional;

/**
 * What a data directory says of itself, for those who look at it without opening it.
 *
 * @param owner whose it is
 * @param directoryId in every log segment too
 * @param shards how many there are
 * @param generation of the node that served last; 0 while none has
 * @param cleanEnd where the log ends after a clean stop; otherwise null
 */
public record DirectoryFacts(
    NodeIdentity owner, long directoryId, int shards, int generation, LogPosition cleanEnd) {
  /** The file that says it. */
  public static final String FILE_NAME = DataDirectory.FILE_NAME;

  /**
   * Reads them, taking no lock; empty where there is no such file. Blocking.
   *
   * @throws IOException saying what is wrong with the file
   */
  public static Optional<DirectoryFacts> read(Disk disk) throws IOException {
    Optional<byte[]> content =
        new DurableFile(disk, FILE_NAME, DataDirectory.MAGIC, DataDirectory.VERSION).read();
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try {
      Identity identity = Identity.decode(content.get());
      return Optional.of(
          new DirectoryFacts(
              identity.owner(),
              identity.directoryId(),
              identity.shards(),
              identity.generation(),
              identity.cleanEnd()));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s: %s is damaged: %s".formatted(disk.describe(), FILE_NAME, e.getMessage()), e);
    }
  }
}
