package io.atoll.consensus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** The values of these tests: a label and the voters of the next epoch, as {@code label:a,b,c}. */
final class TestValue {
  private TestValue() {}

  static byte[] of(String label, List<String> voters) {
    return bytes(label + ":" + String.join(",", voters));
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static String text(byte[] value) {
    return new String(value, UTF_8);
  }

  /** The {@link VoterRule} of these values. */
  static List<String> voters(byte[] value) {
    String text = text(value);
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("no voters in '" + text + "'");
    }
    return List.of(text.substring(colon + 1).split(","));
  }
}
