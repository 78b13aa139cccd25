package io.atoll.platform.config;

import java.util.Locale;
import java.util.function.Function;

/**
 * One setting of a server: its name in all three sources, what it means and how its text is read.
 *
 * @param path its place in the YAML file, such as {@code limits.maxValueBytes}
 * @param placeholder what help texts show for its value
 * @param fallback the text of its default, or null where it has none
 * @param parser reads a text, or throws {@link IllegalArgumentException} saying what would be right
 * @param secret whether its value must not be shown; then there is no flag either, because a
 *     command line is readable by all
 */
public record Setting<T>(
    String path,
    String placeholder,
    String description,
    String fallback,
    Function<String, T> parser,
    boolean secret) {

  /**
   * Its environment variable: {@code ATOLL_LIMITS_MAX_VALUE_BYTES}.
   *
   * @param prefix of all variables of the server, such as {@code ATOLL_}
   */
  public String variable(String prefix) {
    return variable(prefix, path);
  }

  static String variable(String prefix, String path) {
    return prefix + words(path, '_').toUpperCase(Locale.ROOT);
  }

  /** Its flag: {@code --limits-max-value-bytes}. */
  public String flag() {
    return "--" + words(path, '-');
  }

  private static String words(String path, char between) {
    return path.replaceAll("([a-z0-9])([A-Z])", "$1" + between + "$2")
        .replace('.', between)
        .toLowerCase(Locale.ROOT);
  }
}
