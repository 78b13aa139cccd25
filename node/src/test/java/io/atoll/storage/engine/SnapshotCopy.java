package io.atoll.storage.engine;

import io.atoll.sim.SimDisk;
import io.atoll.storage.manifest.ManifestFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a snapshot as a disk of their own, as if they had been copied to another machine.
 */
final class SnapshotCopy {
  private SnapshotCopy() {}

  /** Whether there is a snapshot of that name, whole or not. */
  static boolean isThere(SimDisk disk, String name) {
    return disk.exists("snapshots/" + name + "/identity");
  }

  static SimDisk of(SimDisk disk, String name, int shards) {
    SimDisk copy = new SimDisk("copy of " + name);
    List<String> directories = new ArrayList<>(List.of("", "log"));
    for (int shard = 0; shard < shards; shard++) {
      directories.add(ManifestFile.directory(shard));
    }
    for (String directory : directories) {
      if (!directory.isEmpty()) {
        createDirectory(copy, directory);
      }
      String prefix = directory.isEmpty() ? "" : directory + "/";
      for (String file : disk.list(directoryOf(name, directory))) {
        DamageTest.overwrite(
            copy, prefix + file, disk.contents("snapshots/" + name + "/" + prefix + file));
      }
    }
    return copy;
  }

  private static void createDirectory(SimDisk copy, String directory) {
    try {
      copy.createDirectories(directory);
      copy.syncDirectory("");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String directoryOf(String name, String directory) {
    return "snapshots/" + name + (directory.isEmpty() ? "" : "/" + directory);
  }
}
