package io.atoll.storage.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** An entry of a test; value null: the key was removed. */
record TestEntry(long token, byte[] key, byte[] value) implements Comparable<TestEntry> {
  static TestEntry of(long token, String key, String value) {
    return new TestEntry(token, ascii(key), value == null ? null : ascii(value));
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public int compareTo(TestEntry other) {
    return Comparator.comparing(TestEntry::token, Long::compareUnsigned)
        .thenComparing(TestEntry::key, Arrays::compareUnsigned)
        .compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TestEntry entry
        && compareTo(entry) == 0
        && Arrays.equals(value, entry.value);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(token);
  }

  @Override
  public String toString() {
    return "%016x/%s=%s"
        .formatted(
            token,
            new String(key, StandardCharsets.ISO_8859_1),
            value == null ? "removed" : value.length + " bytes");
  }
}
