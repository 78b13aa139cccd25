package io.atoll.platform.config;

/**
 * One mistake in a configuration.
 *
 * @param place {@code file:line:column}, a variable's name, or a flag
 * @param message the setting, its value, and what would be right
 */
public record ConfigProblem(String place, String message) {
  @Override
  public String toString() {
    return place + ": " + message;
  }
}
