package io.atoll.cli;

import io.atoll.cli.terminal.Arguments;
import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.StandardOutput;
import io.atoll.cli.terminal.Terminal;
import java.util.Locale;

/** The entry of the {@code atoll} command. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    // Numbers are written as the documentation shows them.
    Locale.setDefault(Locale.ROOT);
    StandardOutput out = new StandardOutput();
    Terminal terminal = Terminal.ofProcess(out);
    int exitCode = run(terminal, args);
    terminal.out().flush();
    System.exit(out.exitCode(exitCode, terminal.err()));
  }

  private static int run(Terminal terminal, String[] args) {
    try {
      return AtollCommand.run(terminal, Arguments.ofProcess(args));
    } catch (CommandFailure failure) {
      terminal.err().println("atoll: " + failure.getMessage());
      return failure.exitCode();
    }
  }
}
