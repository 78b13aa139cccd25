package io.atoll.chaos.cli;

import io.atoll.node.cli.CommandProvider;
import io.atoll.node.cli.Terminal;

/** Adds {@code atoll sim}. */
public final class SimProvider implements CommandProvider {
  @Override
  public Object command(Terminal terminal) {
    return new SimCommand(terminal);
  }
}
