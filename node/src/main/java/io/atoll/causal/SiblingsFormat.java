package io.atoll.causal;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.Varint;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of siblings, see {@code FORMAT.md}. A version names its dot by the actor's place in the
 * vector and the distance to the actor's counter there: two bytes as a rule, and a dot that the
 * vector does not cover cannot even be written.
 */
final class SiblingsFormat {
  static final int VERSION = 1;
  static final int TOMBSTONE = 0;
  static final int VALUE = 1;

  /** Actor, distance, timestamp, kind. */
  private static final int MIN_VERSION_BYTES = 1 + 1 + Long.BYTES + 1;

  private static final byte[] NO_BYTES = {};
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private SiblingsFormat() {}

  static int sizeBytes(Siblings siblings) {
    VersionVector vector = siblings.context();
    int count = siblings.versionCount();
    int size = 1 + VectorFormat.bodySizeBytes(vector) + Varint.sizeBytes(count);
    for (int i = 0; i < count; i++) {
      Version version = siblings.versionAt(i);
      int entry = vector.entryOf(version.dot().actor());
      long behind = vector.counterAt(entry) - version.dot().counter();
      size += Varint.sizeBytes(entry) + Varint.sizeBytes(behind) + Long.BYTES + 1;
      if (!version.tombstone()) {
        int typeLength = version.contentType().length();
        int valueLength = version.value().length;
        size += Varint.sizeBytes(typeLength) + typeLength;
        size = Math.addExact(size, Varint.sizeBytes(valueLength) + valueLength);
      }
    }
    return size;
  }

  static int write(Siblings siblings, byte[] target, int offset) {
    VersionVector vector = siblings.context();
    target[offset] = VERSION;
    int at = VectorFormat.writeBody(vector, target, offset + 1);
    int count = siblings.versionCount();
    at = Varint.write(count, target, at);
    for (int i = 0; i < count; i++) {
      at = writeVersion(siblings.versionAt(i), vector, target, at);
    }
    return at;
  }

  private static int writeVersion(
      Version version, VersionVector vector, byte[] target, int offset) {
    int entry = vector.entryOf(version.dot().actor());
    int at = Varint.write(entry, target, offset);
    at = Varint.write(vector.counterAt(entry) - version.dot().counter(), target, at);
    LONG.set(target, at, version.timestamp());
    at += Long.BYTES;
    target[at++] = (byte) (version.tombstone() ? TOMBSTONE : VALUE);
    if (version.tombstone()) {
      return at;
    }
    byte[] type = version.contentType().getBytes(StandardCharsets.US_ASCII);
    at = writeBytes(type, target, at);
    return writeBytes(version.value(), target, at);
  }

  private static int writeBytes(byte[] bytes, byte[] target, int offset) {
    int at = Varint.write(bytes.length, target, offset);
    System.arraycopy(bytes, 0, target, at, bytes.length);
    return at + bytes.length;
  }

  static Siblings read(byte[] bytes, int offset, int length) {
    ByteReader reader = new ByteReader(bytes, offset, length);
    VectorFormat.readVersion(reader, VERSION, "sibling set");
    VersionVector vector = VectorFormat.readBody(reader);
    Version[] versions = new Version[reader.readCount(MIN_VERSION_BYTES, "number of versions")];
    Dot previous = null;
    for (int i = 0; i < versions.length; i++) {
      int position = reader.position();
      Dot dot = readDot(reader, vector);
      if (previous != null && dot.compareTo(previous) <= 0) {
        throw reader.malformedAt(position, "dot " + dot + " is not after " + previous);
      }
      versions[i] = readVersion(reader, dot);
      previous = dot;
    }
    reader.finish();
    return vector.isEmpty() ? Siblings.EMPTY : new Siblings(vector, versions);
  }

  private static Dot readDot(ByteReader reader, VersionVector vector) {
    if (vector.isEmpty()) {
      throw reader.malformedAt(reader.position(), "a version, but the vector names no actor");
    }
    int entry = (int) reader.readVarint(0, vector.size() - 1L, "place of the version's actor");
    long counter = vector.counterAt(entry);
    long behind = reader.readVarint(0, counter - 1, "distance to the actor's counter");
    return new Dot(Actor.ofKey(vector.keyAt(entry)), counter - behind);
  }

  private static Version readVersion(ByteReader reader, Dot dot) {
    long timestamp = readTimestamp(reader);
    int position = reader.position();
    int kind = reader.readByte("kind");
    return switch (kind) {
      case TOMBSTONE -> new Version(dot, timestamp, true, "", NO_BYTES);
      case VALUE -> {
        String type = readContentType(reader);
        yield new Version(dot, timestamp, false, type, reader.readBytes("length of the value"));
      }
      default ->
          throw reader.malformedAt(
              position, "kind is " + kind + "; it must be 0 (tombstone) or 1 (value)");
    };
  }

  private static String readContentType(ByteReader reader) {
    int length =
        (int) reader.readVarint(0, Version.MAX_CONTENT_TYPE_CHARS, "length of the content type");
    int position = reader.position();
    String type = reader.readString(length, "content type");
    if (!Version.isPrintableAscii(type)) {
      throw reader.malformedAt(position, "content type is not printable ASCII");
    }
    return type;
  }

  /** Eight bytes, highest first, 0 or more. */
  static long readTimestamp(ByteReader reader) {
    int position = reader.position();
    long timestamp = reader.readLong("timestamp");
    if (timestamp < 0) {
      throw reader.malformedAt(position, "timestamp has more than 63 bits");
    }
    return timestamp;
  }
}
