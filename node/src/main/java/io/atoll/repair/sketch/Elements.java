package io.atoll.repair.sketch;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;

/** The bytes of elements of the field, without the zeros at their end. */
final class Elements {
  private Elements() {}

  static void write(ByteWriter writer, long[] words, int from, int length) {
    int written = length;
    while (written > 0 && words[from + written - 1] == 0) {
      written--;
    }
    writer.writeVarint(written);
    for (int i = 0; i < written; i++) {
      writer.writeLong(words[from + i]);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws io.atoll.bytes.MalformedBytesException if they are more than there is room for, not
   *     elements, or end in a zero
   */
  static void read(ByteReader reader, long[] words, int from, int length, String field) {
    int written = (int) reader.readVarint(0, length, "number of " + field);
    for (int i = 0; i < written; i++) {
      words[from + i] = readOne(reader, field);
    }
    if (written > 0 && words[from + written - 1] == 0) {
      throw reader.malformedAt(
          reader.position() - Long.BYTES, field + " end in a zero, which is left out");
    }
  }

  static long readOne(ByteReader reader, String field) {
    int position = reader.position();
    long element = reader.readLong(field);
    if (!PrimeField.isElement(element)) {
      throw reader.malformedAt(
          position, field + ": " + Long.toUnsignedString(element) + " is not below 2^64 - 59");
    }
    return element;
  }
}
