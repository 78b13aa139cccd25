package io.atoll.causal;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.Crc32c;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.bytes.Varint;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The bytes and the text of what clients carry, see {@code FORMAT.md}. */
final class ContextFormat {
  /** Of a context that is a vector. Version 1 was one without a timestamp. */
  private static final int VERSION = 2;

  /** Of a context with events apart from the vector. */
  private static final int VERSION_WITH_APART = 3;

  private static final int MIN_DOT_BYTES = 3;

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

  /** The bytes, and room after them. */
  private static byte[] encode(CausalContext context, int roomBytes) {
    VersionVector vector = context.vector();
    List<Dot> apart = context.apart();
    boolean any = !apart.isEmpty();
    int dotsBytes = VectorFormat.bodySizeBytes(vector) + (any ? apartSizeBytes(apart) : 0);
    byte[] bytes = new byte[1 + dotsBytes + Long.BYTES + roomBytes];
    bytes[0] = (byte) (any ? VERSION_WITH_APART : VERSION);
    int at = VectorFormat.writeBody(vector, bytes, 1);
    if (any) {
      at = writeApart(apart, bytes, at);
    }
    LONG.set(bytes, at, context.timestamp());
    return bytes;
  }

  private static int apartSizeBytes(List<Dot> apart) {
    int size = Varint.sizeBytes(apart.size());
    for (Dot dot : apart) {
      size +=
          Varint.sizeBytes(dot.actor().member())
              + Varint.sizeBytes(dot.actor().generation())
              + Varint.sizeBytes(dot.counter());
    }
    return size;
  }

  private static int writeApart(List<Dot> apart, byte[] target, int offset) {
    int at = Varint.write(apart.size(), target, offset);
    for (Dot dot : apart) {
      at = Varint.write(dot.actor().member(), target, at);
      at = Varint.write(dot.actor().generation(), target, at);
      at = Varint.write(dot.counter(), target, at);
    }
    return at;
  }

  static CausalContext decode(byte[] bytes, int offset, int length) {
    ByteReader reader = new ByteReader(bytes, offset, length);
    boolean any = readVersion(reader) == VERSION_WITH_APART;
    VersionVector vector = VectorFormat.readBody(reader);
    List<Dot> apart = any ? readApart(reader, vector) : List.of();
    long timestamp = SiblingsFormat.readTimestamp(reader);
    reader.finish();
    return new CausalContext(vector, apart, timestamp);
  }

  private static int readVersion(ByteReader reader) {
    int position = reader.position();
    int version = reader.readByte("format version");
    if (version != VERSION && version != VERSION_WITH_APART) {
      throw reader.malformedAt(
          position,
          "context has format version %d; only %d and %d can be read"
              .formatted(version, VERSION, VERSION_WITH_APART));
    }
    return version;
  }

  private static List<Dot> readApart(ByteReader reader, VersionVector vector) {
    int position = reader.position();
    int count = reader.readCount(MIN_DOT_BYTES, "number of events apart");
    if (count == 0) {
      throw reader.malformedAt(position, "no event stands apart, so the format version must be 2");
    }
    List<Dot> apart = new ArrayList<>(count);
    Dot previous = null;
    for (int i = 0; i < count; i++) {
      position = reader.position();
      int member = (int) reader.readVarint(0, Actor.MAX_MEMBER, "member");
      long generation = reader.readVarint(1, Actor.MAX_GENERATION, "generation");
      Dot dot =
          new Dot(new Actor(member, generation), reader.readVarint(1, Long.MAX_VALUE, "counter"));
      if (previous != null && dot.compareTo(previous) <= 0) {
        throw reader.malformedAt(position, "event %s is not after %s".formatted(dot, previous));
      }
      if (dot.counter() - 1 <= vector.counter(dot.actor())) {
        throw reader.malformedAt(
            position, "event %s is not apart from the vector %s".formatted(dot, vector));
      }
      apart.add(dot);
      previous = dot;
    }
    return apart;
  }

  static String toText(CausalContext context) {
    byte[] bytes = encode(context, CHECKSUM_BYTES);
    int size = bytes.length - CHECKSUM_BYTES;
    INT.set(bytes, size, Crc32c.of(bytes, 0, size));
    return new String(ENCODER.encode(bytes), StandardCharsets.ISO_8859_1);
  }

  static CausalContext fromText(String text) {
    checkCharacters(text);
    byte[] bytes = fromBase64(text);
    int size = bytes.length - CHECKSUM_BYTES;
    if (size < 1) {
      throw malformed("has only " + text.length() + " characters; it was cut");
    }
    if ((int) INT.get(bytes, size) != Crc32c.of(bytes, 0, size)) {
      throw malformed("was cut or altered (its checksum does not match)");
    }
    try {
      return decode(bytes, 0, size);
    } catch (MalformedBytesException e) {
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

  private static MalformedContextException malformed(String what) {
    return new MalformedContextException(
        "the context " + what + "; pass on exactly what a read or write answered");
  }
}
