package io.atoll.chaos.sabotage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory that the project is checked out into. */
final class Checkout {
  private static final String MARK = "node/src/main/java/io/atoll";

  private Checkout() {}

  /** A file, by its path from the top of the checkout. */
  static Path path(String file) {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.isDirectory(at.resolve(MARK))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new IllegalStateException(
          "%s is in no checkout of the project".formatted(Path.of("").toAbsolutePath()));
    }
    return at.resolve(file);
  }

  /** The text of a file, by its path from the top of the checkout. */
  static String read(String file) {
    try {
      return Files.readString(path(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
