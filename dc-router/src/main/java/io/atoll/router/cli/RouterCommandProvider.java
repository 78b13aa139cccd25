package io.atoll.router.cli;

import io.atoll.node.cli.CommandProvider;
import io.atoll.node.cli.Terminal;

/** Adds {@code atoll router}. */
public final class RouterCommandProvider implements CommandProvider {
  @Override
  public Object command(Terminal terminal) {
    return RouterCommand.commandLine(terminal);
  }
}
