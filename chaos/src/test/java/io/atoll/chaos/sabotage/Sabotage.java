package io.atoll.chaos.sabotage;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A small bug put into the product on purpose: one place in one source file, changed as a tired
 * engineer might have written it. That simulations turn red on it proves that the judge bites.
 *
 * <p>Only code may be changed, no compile-time constant: other classes carry a copy of those.
 *
 * @param name what is done wrong, in words joined by hyphens; unique
 * @param breaks the promise that does not hold with it
 * @param file the source file, as a path in the checkout
 * @param find what stands there once, whatever the white space between its words
 * @param replacement what stands there instead
 * @param unseen why no simulation can be expected to notice it; empty where one should
 */
record Sabotage(
    String name, Promised breaks, String file, String find, String replacement, String unseen) {
  Sabotage {
    if (!name.matches("[a-z0-9]+(-[a-z0-9]+)+")) {
      throw new IllegalArgumentException(
          "'%s' names a sabotage: must be words joined by hyphens".formatted(name));
    }
  }

  Sabotage(String name, Promised breaks, String file, String find, String replacement) {
    this(name, breaks, file, find, replacement, "");
  }

  /** The same, which no simulation can be expected to notice. */
  Sabotage unseenBecause(String why) {
    return new Sabotage(name, breaks, file, find, replacement, why);
  }

  /** The class that stands in the file, with its package. */
  String className() {
    String root = "/src/main/java/";
    String path = file.substring(file.indexOf(root) + root.length(), file.lastIndexOf('.'));
    return path.replace('/', '.');
  }

  /** Whether it is out of reach of a run without clients of the client library. */
  boolean needsSessions() {
    return file.startsWith("client-sdk/src/main/java/io/atoll/client/")
        || file.contains("/io/atoll/server/binary/");
  }

  /**
   * The source with the bug in it.
   *
   * @throws IllegalArgumentException when the place is not there, or is there more than once
   */
  String applyTo(String source) {
    Matcher place = pattern().matcher(source);
    if (!place.find()) {
      throw new IllegalArgumentException(
          "%s: %s no longer holds\n%s".formatted(name, file, find.strip()));
    }
    int from = place.start();
    int to = place.end();
    if (place.find()) {
      throw new IllegalArgumentException(
          "%s: %s holds more than once\n%s".formatted(name, file, find.strip()));
    }
    return source.substring(0, from) + replacement.strip() + source.substring(to);
  }

  private Pattern pattern() {
    return Pattern.compile(
        Arrays.stream(find.strip().split("\\s+", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining("\\s+")));
  }

  @Override
  public String toString() {
    return name;
  }
}
