package io.atoll.cli;

import io.atoll.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What {@code --version} shows, for those who ask for it in a word. */
@Command(name = "version", description = "Show the version.")
final class VersionCommand implements Callable<Integer> {
  private final Terminal terminal;

  VersionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return AtollCommand.run(terminal, "--version");
  }
}
