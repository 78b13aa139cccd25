package io.atoll.cli;

import io.atoll.cli.terminal.Terminal;
import java.util.Locale;

/** The entry of the {@code atoll} command. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    // What is written is the same everywhere: digits and points, not those of the user's language.
    Locale.setDefault(Locale.ROOT);
    Terminal terminal = Terminal.ofProcess();
    int exitCode = AtollCommand.run(terminal, args);
    terminal.out().flush();
    terminal.err().flush();
    System.exit(exitCode);
  }
}
