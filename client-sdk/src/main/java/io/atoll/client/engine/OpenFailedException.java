package io.atoll.client.engine;

import java.util.List;

/** No contact point led to the cluster; says what was tried and what came of it. */
public final class OpenFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Tried> tried;

  /** What came of one contact point. */
  public record Tried(ContactPoint contactPoint, String reason) {
    @Override
    public String toString() {
      return contactPoint + ": " + reason;
    }
  }

  OpenFailedException(List<Tried> tried) {
    super("no contact point led to the cluster: " + describe(tried));
    this.tried = List.copyOf(tried);
  }

  /** Each contact point, in the order of the settings. */
  public List<Tried> tried() {
    return tried;
  }

  private static String describe(List<Tried> tried) {
    return String.join("; ", tried.stream().map(Tried::toString).toList());
  }
}
