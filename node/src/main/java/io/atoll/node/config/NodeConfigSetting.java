package io.atoll.node.config;

import java.util.Locale;
import java.util.function.Function;

/**
 * One setting of a node: its name in all three sources, what it means and how its text is read.
 *
 * @param path its place in the YAML file, such as {@code limits.maxValueBytes}
 * @param placeholder what help texts show for its value
 * @param fallback the text of its default, or null where it has none
 * @param parser reads a text, or throws {@link IllegalArgumentException} saying what would be right
 * @param secret whether its value must not be shown; then there is no flag either, because a
 *     command line is readable by all
 */
public record NodeConfigSetting<T>(
    String path,
    String placeholder,
    String description,
    String fallback,
    Function<String, T> parser,
    boolean secret) {

  /** Its environment variable: {@code ATOLL_LIMITS_MAX_VALUE_BYTES}. */
  public String variable() {
    return "ATOLL_" + words('_').toUpperCase(Locale.ROOT);
  }

  /** Its flag: {@code --limits-max-value-bytes}. */
  public String flag() {
    return "--" + words('-');
  }

  private String words(char between) {
    return path.replaceAll("([a-z0-9])([A-Z])", "$1" + between + "$2")
        .replace('.', between)
        .toLowerCase(Locale.ROOT);
  }
}
