package io.atoll.runtime;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * What makes files and directories of a data directory their owner's alone, where the file system
 * knows owners: all that clients stored lies in them.
 */
final class OwnerOnly {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  /** For a directory that is made. */
  static FileAttribute<?>[] directory() {
    return attributes(DIRECTORY);
  }

  /** For a file that is made. */
  static FileAttribute<?>[] file() {
    return attributes(FILE);
  }

  private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
    return POSIX
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  /** Closes a directory that is there to others, unless it is somebody else's to close. */
  static void close(Path directory) {
    if (POSIX) {
      try {
        if (!Files.getPosixFilePermissions(directory).equals(DIRECTORY)) {
          Files.setPosixFilePermissions(directory, DIRECTORY);
        }
      } catch (IOException | UnsupportedOperationException notOurs) {
        // A mounted volume may belong to another user, who decides who sees it.
      }
    }
  }
}
