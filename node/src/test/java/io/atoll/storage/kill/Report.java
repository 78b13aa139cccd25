package io.atoll.storage.kill;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a victim says, in records of one length.
 *
 * @param key which key, where it is about one
 * @param state the number of the state that was written or found; 0: there is no value
 * @param before the number of the state that it was computed from; {@link #BLIND} when from none
 */
record Report(Kind kind, int key, long state, long before) {
  enum Kind {
    /** The victim is about to open the directory. */
    OPENING,
    /** The engine answered this for a key. */
    FOUND,
    /** Every key was reported; from now on it writes. */
    SERVING,
    /** A value is about to be written. */
    VALUE,
    /** A key is about to be removed. */
    REMOVAL,
    /** A write was acknowledged. */
    ACKNOWLEDGED,
    /** A write was refused: it never was. */
    REFUSED
  }

  static final int BYTES = 1 + 4 + 8 + 8;
  static final long BLIND = -1;

  private static final Kind[] KINDS = Kind.values();

  void encode(ByteBuffer target) {
    target.put((byte) kind.ordinal()).putInt(key).putLong(state).putLong(before);
  }

  /** The next one; null at the end, also where it cuts one in two. */
  static Report read(DataInputStream in) throws IOException {
    byte[] bytes = new byte[BYTES];
    try {
      in.readFully(bytes);
    } catch (EOFException end) {
      return null;
    }
    ByteBuffer record = ByteBuffer.wrap(bytes);
    if (bytes[0] < 0 || bytes[0] >= KINDS.length) {
      byte[] rest = in.readNBytes(Math.min(in.available(), 500));
      throw new IOException(
          "the victim said something else: "
              + new String(bytes, StandardCharsets.UTF_8)
              + new String(rest, StandardCharsets.UTF_8));
    }
    return new Report(KINDS[record.get()], record.getInt(), record.getLong(), record.getLong());
  }
}
