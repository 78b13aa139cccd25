package io.atoll.repair.sketch;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;

/** The bytes of a {@link Sketch}, as {@code FORMAT.md} has them. */
public final class SketchFormat {
  private static final int VERSION = 1;

  private SketchFormat() {}

  public static byte[] encode(Sketch sketch) {
    long[] words = sketch.words();
    int sums = Sketch.sums(sketch.capacity());
    ByteWriter writer = new ByteWriter(16 + words.length * Long.BYTES);
    writer.writeByte(VERSION);
    writer.writeByte(sketch.capacity());
    writer.writeLong(sketch.keys());
    Elements.write(writer, words, 0, sums);
    Elements.write(writer, words, sums, Sketch.LEVELS);
    return writer.take();
  }

  /**
   * @param key what the sketch was made with
   * @throws io.atoll.bytes.MalformedBytesException if the bytes are not those of a sketch; that
   *     they are says nothing about whether there ever was such a set
   */
  public static Sketch decode(SketchKey key, byte[] bytes) {
    ByteReader reader = new ByteReader(bytes);
    int version = reader.readByte("version");
    if (version != VERSION) {
      throw reader.malformedAt(0, "version is %d: must be %d".formatted(version, VERSION));
    }
    int capacity = readCapacity(reader);
    long keys = reader.readLong("number of keys");
    int sums = Sketch.sums(capacity);
    long[] words = new long[sums + Sketch.LEVELS];
    Elements.read(reader, words, 0, sums, "power sums");
    Elements.read(reader, words, sums, Sketch.LEVELS, "levels");
    reader.finish();
    return new Sketch(key, sums, keys, words);
  }

  static int readCapacity(ByteReader reader) {
    int position = reader.position();
    int capacity = reader.readByte("capacity");
    if (capacity < 1 || capacity > Sketch.MAX_CAPACITY) {
      throw reader.malformedAt(
          position, "capacity is %d: must be 1 to %d".formatted(capacity, Sketch.MAX_CAPACITY));
    }
    return capacity;
  }
}
