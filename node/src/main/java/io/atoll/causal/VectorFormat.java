package io.atoll.causal;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.Varint;

/** The bytes of a version vector, see {@code FORMAT.md}. The body is part of siblings as well. */
final class VectorFormat {
  static final int VERSION = 1;
  private static final int MIN_ENTRY_BYTES = 3;

  private VectorFormat() {}

  static int sizeBytes(VersionVector vector) {
    return 1 + bodySizeBytes(vector);
  }

  static int bodySizeBytes(VersionVector vector) {
    int count = vector.size();
    int size = Varint.sizeBytes(count);
    for (int entry = 0; entry < count; entry++) {
      long key = vector.keyAt(entry);
      size +=
          Varint.sizeBytes(Actor.memberOf(key))
              + Varint.sizeBytes(Actor.generationOf(key))
              + Varint.sizeBytes(vector.counterAt(entry));
    }
    return size;
  }

  static int write(VersionVector vector, byte[] target, int offset) {
    target[offset] = VERSION;
    return writeBody(vector, target, offset + 1);
  }

  static int writeBody(VersionVector vector, byte[] target, int offset) {
    int count = vector.size();
    int at = Varint.write(count, target, offset);
    for (int entry = 0; entry < count; entry++) {
      long key = vector.keyAt(entry);
      at = Varint.write(Actor.memberOf(key), target, at);
      at = Varint.write(Actor.generationOf(key), target, at);
      at = Varint.write(vector.counterAt(entry), target, at);
    }
    return at;
  }

  static VersionVector read(byte[] bytes, int offset, int length) {
    ByteReader reader = new ByteReader(bytes, offset, length);
    readVersion(reader, VERSION, "version vector");
    VersionVector vector = readBody(reader);
    reader.finish();
    return vector;
  }

  static void readVersion(ByteReader reader, int expected, String what) {
    int position = reader.position();
    int version = reader.readByte("format version");
    if (version != expected) {
      throw reader.malformedAt(
          position,
          "%s has format version %d; only %d can be read".formatted(what, version, expected));
    }
  }

  static VersionVector readBody(ByteReader reader) {
    int count = reader.readCount(MIN_ENTRY_BYTES, "number of actors");
    if (count == 0) {
      return VersionVector.EMPTY;
    }
    long[] entries = new long[2 * count];
    long previous = -1;
    for (int at = 0; at < entries.length; at += 2) {
      int position = reader.position();
      long member = reader.readVarint(0, Actor.MAX_MEMBER, "member");
      long generation = reader.readVarint(1, Actor.MAX_GENERATION, "generation");
      long key = Actor.key(member, generation);
      if (key <= previous) {
        throw reader.malformedAt(
            position, "actor " + Actor.ofKey(key) + " is not after " + Actor.ofKey(previous));
      }
      entries[at] = key;
      entries[at + 1] = reader.readVarint(1, Long.MAX_VALUE, "counter");
      previous = key;
    }
    return new VersionVector(entries);
  }
}
