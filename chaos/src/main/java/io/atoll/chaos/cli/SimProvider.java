package io.atoll.chaos.cli;

import io.atoll.cli.CommandProvider;
import io.atoll.cli.terminal.Terminal;

/** Adds {@code atoll sim}. */
public final class SimProvider implements CommandProvider {
  @Override
  public Object command(Terminal terminal) {
    return new SimCommand(terminal);
  }
}
