package io.atoll.wire;

import java.util.Collection;
import java.util.List;

/** The first of many names, for a message that must stay short however many there are. */
public final class Excerpt {
  private static final int MAX_NAMES = 20;

  private Excerpt() {}

  /** Such as {@code carts, users} or {@code carts, users and 980 more}. */
  public static String text(Collection<String> names) {
    String first = String.join(", ", of(names));
    int more = names.size() - MAX_NAMES;
    return more > 0 ? "%s and %d more".formatted(first, more) : first;
  }

  /** The first {@value #MAX_NAMES}. */
  public static List<String> of(Collection<String> names) {
    return names.stream().limit(MAX_NAMES).toList();
  }
}
