package io.atoll.causal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;

/** The string form of a version vector that clients carry, see {@code FORMAT.md}. */
final class ContextFormat {
  private static final int CHECKSUM_BYTES = Integer.BYTES;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private ContextFormat() {}

  static String write(VersionVector vector) {
    int size = vector.encodedSizeBytes();
    byte[] bytes = new byte[size + CHECKSUM_BYTES];
    vector.encodeInto(bytes, 0);
    INT.set(bytes, size, checksum(bytes, size));
    return new String(ENCODER.encode(bytes), StandardCharsets.ISO_8859_1);
  }

  static VersionVector read(String context) {
    checkCharacters(context);
    byte[] bytes = fromBase64(context);
    int size = bytes.length - CHECKSUM_BYTES;
    if (size < 1) {
      throw malformed("has only " + context.length() + " characters; it was cut");
    }
    if ((int) INT.get(bytes, size) != checksum(bytes, size)) {
      throw malformed("was cut or altered (its checksum does not match)");
    }
    try {
      return VersionVector.decode(bytes, 0, size);
    } catch (MalformedContextException e) {
      throw malformed("cannot be read (" + e.getMessage() + ")");
    }
  }

  private static void checkCharacters(String context) {
    if (context.isEmpty()) {
      throw malformed("is empty; leave it out to write without one");
    }
    if (context.length() > VersionVector.MAX_CONTEXT_CHARS) {
      throw malformed(
          "has %d characters; at most %d are allowed"
              .formatted(context.length(), VersionVector.MAX_CONTEXT_CHARS));
    }
    for (int i = 0; i < context.length(); i++) {
      if (!isUrlSafe(context.charAt(i))) {
        throw malformed(
            "has U+%04X at character %d; only A-Z a-z 0-9 - _ are allowed"
                .formatted((int) context.charAt(i), i));
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

  private static byte[] fromBase64(String context) {
    if (context.length() % 4 == 1) {
      throw malformed("has " + context.length() + " characters, which no context has; it was cut");
    }
    byte[] characters = context.getBytes(StandardCharsets.ISO_8859_1);
    byte[] bytes = DECODER.decode(characters);
    // The decoder ignores the bits that the last character has to spare.
    byte last = ENCODER.encode(bytes)[characters.length - 1];
    if (last != characters[characters.length - 1]) {
      throw malformed("was cut or altered (its last character has stray bits)");
    }
    return bytes;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static MalformedContextException malformed(String what) {
    return new MalformedContextException(
        "the context " + what + "; pass on exactly what a read or write answered");
  }
}
