package io.atoll.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The text of what clients carry: URL-safe base64 (RFC 4648 section 5) without padding, so that it
 * fits into a header, a URL and a file as it is. One context has one text.
 */
public final class ContextText {
  /** The longest text: that of {@link Protocol#MAX_CONTEXT_BYTES}. */
  public static final int MAX_CHARS = Protocol.MAX_CONTEXT_BYTES / 3 * 4;

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private ContextText() {}

  /** The text of a context; never empty unless there are no bytes. */
  public static String of(byte[] context) {
    return new String(ENCODER.encode(context), StandardCharsets.ISO_8859_1);
  }

  /**
   * The bytes in a text. Whether they are a context is for a node to say.
   *
   * @throws IllegalArgumentException saying what is wrong with the text
   */
  public static byte[] parse(String text) {
    checkCharacters(text);
    if (text.length() % 4 == 1) {
      throw wrong("has " + text.length() + " characters, which no context has; it was cut");
    }
    byte[] bytes = DECODER.decode(text.getBytes(StandardCharsets.ISO_8859_1));
    // The decoder ignores the bits that the last character has to spare.
    if (lastCharacter(bytes) != text.charAt(text.length() - 1)) {
      throw wrong("was cut or altered (its last character has stray bits)");
    }
    return bytes;
  }

  private static char lastCharacter(byte[] bytes) {
    int whole = (bytes.length - 1) / 3 * 3;
    byte[] rest = new byte[bytes.length - whole];
    System.arraycopy(bytes, whole, rest, 0, rest.length);
    byte[] characters = ENCODER.encode(rest);
    return (char) characters[characters.length - 1];
  }

  private static void checkCharacters(String text) {
    if (text.isEmpty()) {
      throw wrong("is empty; leave it out to write without one");
    }
    if (text.length() > MAX_CHARS) {
      throw wrong("has %d characters; at most %d are allowed".formatted(text.length(), MAX_CHARS));
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isUrlSafe(text.charAt(i))) {
        throw wrong(
            "has U+%04X at character %d; only A-Z a-z 0-9 - _ are allowed"
                .formatted((int) text.charAt(i), i));
      }
    }
  }

  private static boolean isUrlSafe(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        "the context " + what + "; pass on exactly what a read or write answered");
  }
}
