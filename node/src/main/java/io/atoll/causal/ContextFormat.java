package io.atoll.causal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;

/** The bytes and the text of what clients carry, see {@code FORMAT.md}. */
final class ContextFormat {
  /** Of a context with one vector. Version 1 was a vector without a timestamp. */
  private static final int VERSION = 2;

  /** Of a context with two vectors. */
  private static final int TWO_VECTORS_VERSION = 3;

  private static final int CHECKSUM_BYTES = Integer.BYTES;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private ContextFormat() {}

  static byte[] encode(CausalContext context) {
    return encode(context, 0);
  }

  /** The bytes, and room behind them. */
  private static byte[] encode(CausalContext context, int roomBytes) {
    VersionVector vector = context.vector();
    VersionVector least = context.least();
    boolean two = !least.equals(vector);
    int vectorsBytes =
        VectorFormat.bodySizeBytes(vector) + (two ? VectorFormat.bodySizeBytes(least) : 0);
    byte[] bytes = new byte[1 + vectorsBytes + Long.BYTES + roomBytes];
    bytes[0] = (byte) (two ? TWO_VECTORS_VERSION : VERSION);
    int at = VectorFormat.writeBody(vector, bytes, 1);
    if (two) {
      at = VectorFormat.writeBody(least, bytes, at);
    }
    LONG.set(bytes, at, context.timestamp());
    return bytes;
  }

  static CausalContext decode(byte[] bytes, int offset, int length) {
    ByteReader reader = new ByteReader(bytes, offset, length);
    boolean two = readVersion(reader) == TWO_VECTORS_VERSION;
    VersionVector vector = VectorFormat.readBody(reader);
    VersionVector least = two ? readLeast(reader, vector) : vector;
    long timestamp = reader.fixed63("timestamp");
    reader.expectEnd();
    return new CausalContext(vector, least, timestamp);
  }

  private static int readVersion(ByteReader reader) {
    int position = reader.position();
    int version = reader.oneByte("format version");
    if (version != VERSION && version != TWO_VECTORS_VERSION) {
      throw reader.malformed(
          position,
          "context has format version %d; only %d and %d can be read"
              .formatted(version, VERSION, TWO_VECTORS_VERSION));
    }
    return version;
  }

  private static VersionVector readLeast(ByteReader reader, VersionVector vector) {
    int position = reader.position();
    VersionVector least = VectorFormat.readBody(reader);
    if (least.equals(vector) || !least.descends(vector)) {
      throw reader.malformed(
          position,
          "the second vector %s does not go beyond the first %s".formatted(least, vector));
    }
    return least;
  }

  static String toText(CausalContext context) {
    byte[] bytes = encode(context, CHECKSUM_BYTES);
    int size = bytes.length - CHECKSUM_BYTES;
    INT.set(bytes, size, checksum(bytes, size));
    return new String(ENCODER.encode(bytes), StandardCharsets.ISO_8859_1);
  }

  static CausalContext fromText(String text) {
    checkCharacters(text);
    byte[] bytes = fromBase64(text);
    int size = bytes.length - CHECKSUM_BYTES;
    if (size < 1) {
      throw malformed("has only " + text.length() + " characters; it was cut");
    }
    if ((int) INT.get(bytes, size) != checksum(bytes, size)) {
      throw malformed("was cut or altered (its checksum does not match)");
    }
    try {
      return decode(bytes, 0, size);
    } catch (MalformedContextException e) {
      throw malformed("cannot be read (" + e.getMessage() + ")");
    }
  }

  private static void checkCharacters(String text) {
    if (text.isEmpty()) {
      throw malformed("is empty; leave it out to write without one");
    }
    if (text.length() > CausalContext.MAX_TEXT_CHARS) {
      throw malformed(
          "has %d characters; at most %d are allowed"
              .formatted(text.length(), CausalContext.MAX_TEXT_CHARS));
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isUrlSafe(text.charAt(i))) {
        throw malformed(
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

  private static byte[] fromBase64(String text) {
    if (text.length() % 4 == 1) {
      throw malformed("has " + text.length() + " characters, which no context has; it was cut");
    }
    byte[] characters = text.getBytes(StandardCharsets.ISO_8859_1);
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
