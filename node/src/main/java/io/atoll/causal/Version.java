package io.atoll.causal;

import java.util.Arrays;
import java.util.Objects;

/**
 * One written value, or the mark of a delete. Equal when everything in it is equal, the bytes of
 * the value included.
 *
 * @param dot the write event
 * @param timestamp hybrid logical time, see {@link HybridClock}; 0 or more
 * @param tombstone whether this is a delete; then content type and value are empty
 * @param contentType media type kept with the value, or {@code ""}; printable ASCII of at most
 *     {@value #MAX_CONTENT_TYPE_CHARS} characters
 * @param value the bytes; not copied, not to be changed
 */
public record Version(
    Dot dot, long timestamp, boolean tombstone, String contentType, byte[] value) {
  public static final int MAX_CONTENT_TYPE_CHARS = 255;

  public Version {
    Objects.requireNonNull(dot, "dot");
    Objects.requireNonNull(value, "value");
    if (timestamp < 0) {
      throw new IllegalArgumentException("timestamp is " + timestamp + "; it must be 0 or more");
    }
    checkContentType(contentType);
    if (tombstone && (value.length > 0 || !contentType.isEmpty())) {
      throw new IllegalArgumentException(
          "a tombstone has a value of %d bytes and the content type '%s'; both must be empty"
              .formatted(value.length, contentType));
    }
  }

  private static void checkContentType(String contentType) {
    int length = contentType.length();
    if (length > MAX_CONTENT_TYPE_CHARS) {
      throw new IllegalArgumentException(
          "content type has %d characters; at most %d are allowed"
              .formatted(length, MAX_CONTENT_TYPE_CHARS));
    }
    for (int i = 0; i < length; i++) {
      if (!isPrintableAscii(contentType.charAt(i))) {
        throw new IllegalArgumentException(
            "content type has U+%04X at character %d; only printable ASCII is allowed"
                .formatted((int) contentType.charAt(i), i));
      }
    }
  }

  static boolean isPrintableAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPrintableAscii(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrintableAscii(int character) {
    return character >= 0x20 && character <= 0x7e;
  }

  /** The order of last-writer-wins: by timestamp, ties by dot. */
  boolean isNewerThan(Version other) {
    return timestamp != other.timestamp
        ? timestamp > other.timestamp
        : dot.compareTo(other.dot) > 0;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Version other
        && dot.equals(other.dot)
        && timestamp == other.timestamp
        && tombstone == other.tombstone
        && contentType.equals(other.contentType)
        && Arrays.equals(value, other.value);
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hash(dot, timestamp, tombstone, contentType) + Arrays.hashCode(value);
  }

  /** The event and the size of the value, never its bytes: values do not belong in logs. */
  @Override
  public String toString() {
    String what = tombstone ? "tombstone" : value.length + " B";
    String type = contentType.isEmpty() ? "" : " " + contentType;
    return dot + " at " + timestamp + " " + what + type;
  }
}
