package io.atoll.client;

import java.util.List;

/** Everything that is wrong with the settings of a client. */
public final class InvalidSettings extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  InvalidSettings(List<String> problems) {
    super("the client cannot be built: " + String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence each: the setting, its value, and what would be right. */
  public List<String> problems() {
    return problems == null ? List.of() : problems;
  }
}
