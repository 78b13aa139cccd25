package io.atoll.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * All that a command may touch of its surroundings.
 *
 * @param directory what relative paths are relative to
 * @param colorful whether colors are wanted on standard output
 * @param errIsTerminal whether a person watches standard error, so that progress may be drawn there
 * @param stop gives the user's wish to stop, to a command that ends in order when it is raised
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path directory,
    boolean colorful,
    boolean errIsTerminal,
    Supplier<StopSignal> stop) {

  /**
   * The terminal of this process. The launcher says by the properties {@code atoll.tty.out} and
   * {@code atoll.tty.err} what is a terminal, because Java can tell only for both together.
   */
  public static Terminal ofProcess(StandardOutput standardOutput) {
    Console console = System.console();
    boolean both = console != null && console.isTerminal();
    boolean out = property("atoll.tty.out", both);
    boolean err = property("atoll.tty.err", both);
    Map<String, String> environment = System.getenv();
    boolean plain =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || "dumb".equals(environment.get("TERM"));
    return new Terminal(
        System.in,
        new PrintStream(
            new BufferedOutputStream(standardOutput, 1 << 16), false, StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        environment,
        Path.of("").toAbsolutePath(),
        out && !plain,
        err,
        StopSignal::install);
  }

  /** A path as the user wrote it, made absolute. */
  public Path resolve(Path path) {
    return directory.resolve(path).normalize();
  }

  /** Prints a line at once, for output that is watched while it grows. */
  public void say(String line) {
    out.println(line);
    out.flush();
  }

  private static boolean property(String name, boolean otherwise) {
    String value = System.getProperty(name);
    return value == null ? otherwise : value.equals("true");
  }
}
