package io.atoll.cli;

import io.atoll.cli.terminal.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code --help} shows, for those who ask for it in words. */
@Command(name = "help", description = "Show this help, or that of a command.")
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Such as: keyspace create.")
  private List<String> words = List.of();

  HelpCommand() {}

  @Override
  public Integer call() {
    CommandLine command = spec.commandLine().getParent();
    for (String word : words) {
      CommandLine below = command.getSubcommands().get(word);
      if (below == null) {
        throw new ParameterException(
            spec.commandLine(), "there is no command '%s'".formatted(String.join(" ", words)));
      }
      command = below;
    }
    command.usage(command.getOut());
    return ExitCode.OK;
  }
}
