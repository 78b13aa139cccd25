package io.atoll.cli.bench.engine;

/**
 * How one request ended.
 *
 * @param error what errors are counted by, of which there must be few, such as {@code overloaded};
 *     "" where the request was answered
 * @param message the error in words, "" where the request was answered
 */
public record Outcome(Kind kind, String error, String message) {
  /** Read, or written as the level asks. */
  public static final Outcome OK = new Outcome(Kind.OK, "", "");

  /** The store answered that the key has no value. */
  public static final Outcome NOT_FOUND = new Outcome(Kind.NOT_FOUND, "", "");

  /** The outcomes that are told apart. */
  public enum Kind {
    OK("ok"),
    NOT_FOUND("not found"),

    /** Nothing was attempted, so it is safe to repeat. */
    REFUSED("refused"),

    /** A write of which nobody knows whether it takes effect. */
    IN_DOUBT("in doubt"),

    /** Any other: a read without an answer, a wrong request. */
    FAILED("failed");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** As reports name it. */
    public String words() {
      return words;
    }
  }

  /** Nothing was attempted. */
  public static Outcome refused(String error, String message) {
    return new Outcome(Kind.REFUSED, error, message);
  }

  /** A write may have taken effect, or may yet. */
  public static Outcome inDoubt(String error, String message) {
    return new Outcome(Kind.IN_DOUBT, error, message);
  }

  /** It failed otherwise. */
  public static Outcome failed(String error, String message) {
    return new Outcome(Kind.FAILED, error, message);
  }

  /** What a request that got no answer is: a write may have taken effect, a read has failed. */
  public static Outcome unanswered(OpKind kind, String error, String message) {
    return kind == OpKind.WRITE ? inDoubt(error, message) : failed(error, message);
  }

  /** Whether the store answered the request. */
  public boolean isAnswer() {
    return kind == Kind.OK || kind == Kind.NOT_FOUND;
  }
}
