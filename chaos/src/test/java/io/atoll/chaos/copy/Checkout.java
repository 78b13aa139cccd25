package io.atoll.chaos.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The directory that the project is checked out into. */
public final class Checkout {
  private static final String MARK = "node/src/main/java/io/atoll";

  private Checkout() {}

  /** A file, by its path from the top of the checkout. */
  public static Path path(String file) {
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

  /** Where the compiled classes of a module are that this process runs. */
  public static Path classes(String module) {
    String inside = "/" + module + "/target/classes";
    return Arrays.stream(classPath().split(java.io.File.pathSeparator, -1))
        .map(Path::of)
        .filter(each -> each.toString().replace('\\', '/').endsWith(inside))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + inside + " on the class path"));
  }

  /** The class path of this process. */
  public static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** The text of a file, by its path from the top of the checkout. */
  public static String read(String file) {
    try {
      return Files.readString(path(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
