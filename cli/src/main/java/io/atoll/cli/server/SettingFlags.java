package io.atoll.cli.server;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.platform.config.ConfigProblem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * How a server's settings come from its command line, and how it is told what is wrong with them.
 */
final class SettingFlags {
  private SettingFlags() {}

  /** The flag of a setting; its value stays text, for the reader of settings judges it. */
  static OptionSpec.Builder flag(String name, String placeholder, String description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .paramLabel(placeholder)
        .description(description.replace("%", "%%"));
  }

  /** The settings that were given as flags, by flag. */
  static Map<String, String> given(CommandSpec spec) {
    Map<String, String> flags = new LinkedHashMap<>();
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (option.getValue() instanceof String text) {
        flags.put(option.longestName(), text);
      }
    }
    return flags;
  }

  /** The file of settings: by flag, else by variable, else null. */
  static Path file(Path flag, String variable) {
    return flag == null && variable != null ? Path.of(variable) : flag;
  }

  /** Tells all that is wrong, at least one mistake, each in a line. */
  static CommandFailure wrong(List<ConfigProblem> mistakes) {
    StringBuilder message = new StringBuilder("the configuration is wrong");
    if (mistakes.size() > 1) {
      message.append(" in ").append(mistakes.size()).append(" places");
    }
    message.append(':');
    mistakes.forEach(mistake -> message.append("\n  ").append(mistake));
    return new CommandFailure(ExitCode.USAGE, message.toString());
  }
}
