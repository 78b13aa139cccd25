package io.atoll.storage.manifest;

import io.atoll.env.DamagedFileException;
import io.atoll.env.Disk;
import io.atoll.env.DurableFile;
import java.io.IOException;
import java.util.Optional;

/**
 * The file that holds the {@link ShardState} of one shard: after a crash it holds the state before
 * the last change or the one behind it. Blocking; belongs to one worker.
 */
public final class ManifestFile {
  private static final int MAGIC = 0x41544d46; // "ATMF"

  private final Disk disk;
  private final int shard;
  private final String name;
  private final DurableFile file;

  public ManifestFile(Disk disk, int shard) {
    this.disk = disk;
    this.shard = shard;
    this.name = directory(shard) + "/manifest";
    this.file = new DurableFile(disk, name, MAGIC, ManifestCodec.ACCOUNTED);
  }

  /** Where a shard keeps its manifest and its tables. */
  public static String directory(int shard) {
    return "shard-%03d".formatted(shard);
  }

  /** Replaces the state; on return it is certain to survive a power loss. */
  public void replace(ShardState state) throws IOException {
    file.replace(ManifestCodec.version(state), ManifestCodec.encode(shard, state));
  }

  /**
   * The state, or empty where there is no manifest.
   *
   * @throws DamagedManifestException when it is damaged
   * @throws io.atoll.env.NewerFormatException when a newer Atoll wrote it
   * @throws IOException when the disk cannot be read
   */
  public Optional<ShardState> read() throws IOException {
    try {
      return file.readVersioned()
          .map(found -> ManifestCodec.decode(shard, found.version(), found.content()));
    } catch (DamagedFileException e) {
      throw new DamagedManifestException(e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new DamagedManifestException(
          "%s: %s is damaged: %s".formatted(disk.describe(), name, e.getMessage()), e);
    }
  }
}
