package io.atoll.cli;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.Terminal;

/**
 * Adds a subcommand to {@code atoll} from a module that this one does not know. Named in {@code
 * META-INF/services/io.atoll.cli.CommandProvider} of that module.
 */
public interface CommandProvider {
  /**
   * A new object annotated with picocli's {@code @Command}, or a {@code CommandLine}. It prints
   * through the terminal and throws {@link CommandFailure} for what the user should read in one
   * line.
   */
  Object command(Terminal terminal);
}
