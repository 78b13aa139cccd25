package io.atoll.cli;

import io.atoll.cli.terminal.Terminal;

/** The entry of the {@code atoll} command. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    Terminal terminal = Terminal.ofProcess();
    int exitCode = AtollCommand.run(terminal, args);
    terminal.out().flush();
    terminal.err().flush();
    System.exit(exitCode);
  }
}
