package io.atoll.cli.client;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.wire.LevelCode;
import java.util.Locale;

/** Consistency levels as users write them. */
public final class Levels {
  private Levels() {}

  /**
   * A level as a node takes it; null for null.
   *
   * @param flag by which it was given
   */
  public static String checked(String flag, String text) {
    if (text == null) {
      return null;
    }
    String level = text.toLowerCase(Locale.ROOT);
    if (LevelCode.parse(level) == LevelCode.NONE) {
      throw new CommandFailure(
          ExitCode.USAGE, "%s '%s': must be %s".formatted(flag, text, LevelCode.ALLOWED));
    }
    return level;
  }
}
