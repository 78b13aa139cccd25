package io.atoll.cli.bench.engine;

/** What a request does. */
public enum OpKind {
  READ("reads"),
  WRITE("writes");

  private final String plural;

  OpKind(String plural) {
    this.plural = plural;
  }

  /** As reports name them: {@code reads}. */
  public String plural() {
    return plural;
  }
}
