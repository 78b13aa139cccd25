package io.atoll.client;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.Crc32c;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * What was seen of one key: an opaque value that reads and writes return. A write that carries it
 * replaces exactly what it stands for; a read that names it as a minimum returns no less.
 * Immutable.
 *
 * <p>As text it is the same string as the {@code Atoll-Context} of the HTTP API, so that one
 * service may read over HTTP and another write with this client. It belongs to its key, and means
 * nothing for another.
 */
public final class Context {
  /** Nothing seen, as of a key that was never written. */
  public static final Context NONE = new Context(new byte[0]);

  private static final int MAX_TEXT_CHARS = 8192;
  private static final int CHECKSUM_BYTES = Integer.BYTES;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final byte[] bytes;

  private Context(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes the bytes of an answer over. */
  static Context of(byte[] bytes) {
    return bytes.length == 0 ? NONE : new Context(bytes);
  }

  /** The bytes, not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** Whether it stands for nothing: then a write that carries it is blind. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** A string of letters, digits, {@code -} and {@code _}, with a checksum. */
  public String toText() {
    ByteWriter checked = new ByteWriter(bytes.length + CHECKSUM_BYTES);
    checked.writeRaw(bytes).writeInt(Crc32c.of(bytes, 0, bytes.length));
    return ENCODER.encodeToString(checked.take());
  }

  /**
   * Reads what {@link #toText} or the header {@code Atoll-Context} gave. The checksum finds what
   * was cut or mistyped.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public static Context fromText(String text) {
    if (text.length() > MAX_TEXT_CHARS) {
      throw wrong("has %d characters; at most %d are allowed", text.length(), MAX_TEXT_CHARS);
    }
    byte[] checked;
    try {
      checked = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException notBase64) {
      throw wrong("is not base64url (%s)", notBase64.getMessage());
    }
    // The decoder takes padding and stray bits; one context has one text.
    if (!ENCODER.encodeToString(checked).equals(text)) {
      throw wrong("was cut or altered");
    }
    int size = checked.length - CHECKSUM_BYTES;
    if (size < 0) {
      throw wrong("has only %d characters; it was cut", text.length());
    }
    int checksum = new ByteReader(checked, size, CHECKSUM_BYTES).readInt("checksum");
    if (checksum != Crc32c.of(checked, 0, size)) {
      throw wrong("was cut or altered (its checksum does not match)");
    }
    return of(Arrays.copyOf(checked, size));
  }

  private static IllegalArgumentException wrong(String what, Object... arguments) {
    return new IllegalArgumentException(
        "the context "
            + what.formatted(arguments)
            + "; pass on exactly what a read or write answered");
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Context other && Arrays.equals(bytes, other.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Its text. */
  @Override
  public String toString() {
    return toText();
  }
}
