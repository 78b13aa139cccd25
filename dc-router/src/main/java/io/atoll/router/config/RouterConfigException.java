package io.atoll.router.config;

import java.util.List;

/** A configuration that cannot be used, with every mistake in it; carries no stack trace. */
public final class RouterConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> mistakes;

  RouterConfigException(List<String> mistakes) {
    super(String.join("\n", mistakes), null, false, false);
    this.mistakes = List.copyOf(mistakes);
  }

  /**
   * At least one, each beginning with its place: {@code file:line:column}, a variable or a flag.
   */
  public List<String> mistakes() {
    return mistakes;
  }
}
