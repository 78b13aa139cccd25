package io.atoll.storage.log;

import io.atoll.ring.TokenRange;
import java.nio.ByteBuffer;

/** The entries in a frame's payload: what happened to the shards, in order. */
public final class EntryCodec {
  private static final byte PUT = 1;
  private static final byte REMOVE = 2;
  private static final byte DROP_RANGE = 3;
  private static final byte SEAL = 4;
  private static final byte PUT_OVER = 5;
  private static final byte REMOVE_OVER = 6;

  private static final int PLACE_BYTES = 1 + 2 + 4;
  private static final int KEY_HEADER_BYTES = 8 + 2;
  private static final int VALUE_HEADER_BYTES = 4;
  private static final int WEIGHT_BYTES = 8;
  private static final int RANGE_BYTES = 8 + 8;

  private EntryCodec() {}

  /** What a frame's entries are shown to, in order. The arrays are the receiver's. */
  public interface Visitor {
    /**
     * A key got a value.
     *
     * @param before the {@link StateWeight} of the state that it replaced
     */
    void put(int shard, int keyspaceId, long token, byte[] key, long before, byte[] value);

    /**
     * A key is gone.
     *
     * @param before the {@link StateWeight} of the state that it had
     */
    void remove(int shard, int keyspaceId, long token, byte[] key, long before);

    /** All keys of a keyspace in a range are gone from a shard. */
    void dropRange(int shard, int keyspaceId, TokenRange tokens);

    /** Whether to show entries of a shard in this frame. */
    default boolean wants(int shard) {
      return true;
    }
  }

  /**
   * Appends a put.
   *
   * @param before the {@link StateWeight} of the state that it replaces
   */
  public static void put(
      FrameBuffer frame,
      int shard,
      int keyspaceId,
      long token,
      byte[] key,
      long before,
      byte[] value) {
    int bytes = KEY_HEADER_BYTES + key.length + VALUE_HEADER_BYTES + value.length;
    key(change(frame, bytes, PUT, shard, keyspaceId, before), token, key)
        .putInt(value.length)
        .put(value);
  }

  /**
   * Appends a removal.
   *
   * @param before the {@link StateWeight} of the state that it replaces
   */
  public static void remove(
      FrameBuffer frame, int shard, int keyspaceId, long token, byte[] key, long before) {
    int bytes = KEY_HEADER_BYTES + key.length;
    key(change(frame, bytes, REMOVE, shard, keyspaceId, before), token, key);
  }

  /** Appends the drop of a range of a keyspace. */
  public static void dropRange(FrameBuffer frame, int shard, int keyspaceId, TokenRange tokens) {
    place(frame, PLACE_BYTES + RANGE_BYTES, DROP_RANGE, shard, keyspaceId)
        .putLong(tokens.from())
        .putLong(tokens.toExclusive());
  }

  /** Appends the end of a segment that has a successor. */
  static void seal(FrameBuffer frame) {
    frame.reserve(1).put(SEAL);
  }

  /**
   * Shows the entries of a payload.
   *
   * @param payload read from its position to its limit
   * @param shards how many shards there are
   * @return whether the segment ends here
   * @throws MalformedEntryException when the bytes are no entries; those before were shown
   */
  public static boolean decode(ByteBuffer payload, int shards, Visitor visitor)
      throws MalformedEntryException {
    boolean sealed = false;
    while (payload.hasRemaining()) {
      byte kind = payload.get();
      switch (kind) {
        case PUT, REMOVE -> change(payload, shards, kind == PUT, false, visitor);
        case PUT_OVER, REMOVE_OVER -> change(payload, shards, kind == PUT_OVER, true, visitor);
        case DROP_RANGE -> {
          int shard = shard(payload, shards);
          int keyspaceId = payload.getInt();
          TokenRange tokens = tokens(payload);
          if (visitor.wants(shard)) {
            visitor.dropRange(shard, keyspaceId, tokens);
          }
        }
        case SEAL -> sealed = true;
        default -> throw new MalformedEntryException("an entry of unknown kind " + kind);
      }
    }
    return sealed;
  }

  private static void change(
      ByteBuffer payload, int shards, boolean isPut, boolean isWeighed, Visitor visitor)
      throws MalformedEntryException {
    int shard = shard(payload, shards);
    int keyspaceId = payload.getInt();
    long before = isWeighed ? weight(payload) : StateWeight.UNKNOWN;
    long token = token(payload);
    int keyBytes = Short.toUnsignedInt(payload.getShort());
    boolean wanted = visitor.wants(shard);
    byte[] key = wanted ? bytes(payload, keyBytes) : skip(payload, keyBytes);
    if (isPut) {
      need(payload, VALUE_HEADER_BYTES);
      int valueBytes = payload.getInt();
      byte[] value = wanted ? bytes(payload, valueBytes) : skip(payload, valueBytes);
      if (wanted) {
        visitor.put(shard, keyspaceId, token, key, before, value);
      }
    } else if (wanted) {
      visitor.remove(shard, keyspaceId, token, key, before);
    }
  }

  /** Begins the change of a key, with a weight where there is one. */
  private static ByteBuffer change(
      FrameBuffer frame, int bytes, byte kind, int shard, int keyspaceId, long before) {
    if (before == StateWeight.UNKNOWN) {
      return place(frame, PLACE_BYTES + bytes, kind, shard, keyspaceId);
    }
    byte weighed = kind == PUT ? PUT_OVER : REMOVE_OVER;
    return place(frame, PLACE_BYTES + WEIGHT_BYTES + bytes, weighed, shard, keyspaceId)
        .putLong(before);
  }

  private static ByteBuffer place(
      FrameBuffer frame, int bytes, byte kind, int shard, int keyspaceId) {
    frame.touch(shard);
    return frame.reserve(bytes).put(kind).putShort((short) shard).putInt(keyspaceId);
  }

  private static ByteBuffer key(ByteBuffer out, long token, byte[] key) {
    return out.putLong(token).putShort((short) key.length).put(key);
  }

  /** The shard, once the shard and the keyspace behind it are known to be there. */
  private static int shard(ByteBuffer in, int shards) throws MalformedEntryException {
    need(in, PLACE_BYTES - 1);
    int shard = Short.toUnsignedInt(in.getShort());
    if (shard >= shards) {
      throw new MalformedEntryException(
          "an entry of shard " + shard + " where there are " + shards);
    }
    return shard;
  }

  private static long weight(ByteBuffer in) throws MalformedEntryException {
    need(in, WEIGHT_BYTES);
    return in.getLong();
  }

  private static long token(ByteBuffer in) throws MalformedEntryException {
    need(in, KEY_HEADER_BYTES);
    return in.getLong();
  }

  private static TokenRange tokens(ByteBuffer in) throws MalformedEntryException {
    need(in, RANGE_BYTES);
    try {
      return new TokenRange(in.getLong(), in.getLong());
    } catch (IllegalArgumentException e) {
      throw new MalformedEntryException("the drop of a range that is not valid: " + e.getMessage());
    }
  }

  private static byte[] bytes(ByteBuffer in, int length) throws MalformedEntryException {
    need(in, length);
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static byte[] skip(ByteBuffer in, int length) throws MalformedEntryException {
    need(in, length);
    in.position(in.position() + length);
    return null;
  }

  private static void need(ByteBuffer in, int bytes) throws MalformedEntryException {
    if (bytes < 0 || in.remaining() < bytes) {
      throw new MalformedEntryException("an entry that runs beyond its frame");
    }
  }
}
