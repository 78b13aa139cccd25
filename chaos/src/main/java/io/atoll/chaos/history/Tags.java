package io.atoll.chaos.history;

/**
 * How a write carries its id through the store: in its content type, which deletes have too on
 * their way.
 */
public final class Tags {
  private static final String PREFIX = "write/";

  private Tags() {}

  /** The content type of a write. */
  public static String contentType(int writeId) {
    return PREFIX + writeId;
  }

  /** The id in a content type. */
  static int writeId(String contentType) {
    return Integer.parseInt(contentType.substring(PREFIX.length()));
  }
}
