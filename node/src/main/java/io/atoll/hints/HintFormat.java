package io.atoll.hints;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;

/** Hints and dirty arcs as entries of a {@link HintSpace}; see FORMAT.md. */
public final class HintFormat {
  private static final int ARC = 0;
  private static final int KEY = 1;
  private static final int VERSION = 0x81;

  private HintFormat() {}

  /** The key of the entry of a hint; its token is that of the hint. */
  public static byte[] key(int keyspaceId, byte[] key) {
    return new ByteWriter(6 + key.length)
        .writeByte(KEY)
        .writeVarint(keyspaceId)
        .writeRaw(key)
        .take();
  }

  /** The value of that entry. */
  public static byte[] value(long sinceMs, long stamp) {
    return new ByteWriter(18)
        .writeByte(VERSION)
        .writeVarint(Math.max(0, sinceMs))
        .writeLong(stamp)
        .take();
  }

  /** The key of the entry of a dirty arc; its token is the first of the arc. */
  public static byte[] arcKey(int keyspaceId) {
    return new ByteWriter(6).writeByte(ARC).writeVarint(keyspaceId).take();
  }

  /** The value of that entry. */
  public static byte[] arcValue(long sinceMs) {
    return new ByteWriter(10).writeByte(VERSION).writeVarint(Math.max(0, sinceMs)).take();
  }

  /** Whether the key of an entry is that of a hint, and not that of a dirty arc. */
  public static boolean isHint(byte[] key) {
    return key.length > 0 && key[0] == KEY;
  }

  /**
   * The hint of an entry.
   *
   * @throws MalformedBytesException where it is none
   */
  public static Hint hint(long token, byte[] key, byte[] value) {
    ByteReader place = new ByteReader(key);
    int keyspaceId = keyspace(place, KEY);
    byte[] rest = place.readRaw(place.remaining(), "key");
    ByteReader in = version(value);
    Hint hint = new Hint(keyspaceId, token, rest, in.readVarint(), in.readLong("stamp"));
    in.finish();
    return hint;
  }

  /**
   * The keyspace of a dirty arc.
   *
   * @throws MalformedBytesException where the key is that of none
   */
  public static int arcKeyspace(byte[] key) {
    ByteReader in = new ByteReader(key);
    int keyspaceId = keyspace(in, ARC);
    in.finish();
    return keyspaceId;
  }

  /**
   * Since when the target of an entry, of either kind, lacks something.
   *
   * @throws MalformedBytesException where it is none
   */
  public static long sinceMs(byte[] value) {
    return version(value).readVarint();
  }

  private static int keyspace(ByteReader in, int expected) {
    int kind = in.readByte();
    if (kind != expected) {
      throw new MalformedBytesException(
          "an entry of kind %d: must be %d".formatted(kind, expected));
    }
    return in.readVarint(Integer.MAX_VALUE);
  }

  private static ByteReader version(byte[] value) {
    ByteReader in = new ByteReader(value);
    int version = in.readByte();
    if (version != VERSION) {
      throw new MalformedBytesException(
          "a hint of version %d: must be %d".formatted(version, VERSION));
    }
    return in;
  }
}
