package io.atoll.storage.log;

import io.atoll.ring.TokenRange;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The reusable buffer in which a frame is put together: entries are encoded once, straight into
 * what goes to the file. It lies on the heap: how much memory off the heap a write needs is bounded
 * by the file, whatever the length of a frame. It also knows which shards have a part in it.
 * Belongs to one worker.
 */
public final class FrameBuffer {
  private static final int INITIAL_BYTES = 4 << 10;
  private final int keptBytes;
  private ByteBuffer buffer;

  /** The shards, each once, and where they stand among all. */
  private int[] shards = new int[16];

  private int shardCount;
  private boolean[] isIn = new boolean[16];

  /**
   * @param keptBytes a buffer that grew beyond this is given back after use
   */
  public FrameBuffer(int keptBytes) {
    this.keptBytes = Math.max(keptBytes, INITIAL_BYTES);
    clear();
  }

  /** Starts an empty frame. */
  public void clear() {
    if (buffer == null || buffer.capacity() > 2 * keptBytes) {
      buffer = ByteBuffer.allocate(INITIAL_BYTES);
    }
    buffer.clear().position(Frame.HEADER_BYTES);
    for (int i = 0; i < shardCount; i++) {
      isIn[shards[i]] = false;
    }
    shardCount = 0;
  }

  /** Bytes of the entries so far. */
  public int payloadBytes() {
    return buffer.position() - Frame.HEADER_BYTES;
  }

  /** Where the next entry goes, with room for a number of bytes. */
  ByteBuffer reserve(int bytes) {
    if (buffer.remaining() < bytes) {
      int needed = buffer.position() + bytes;
      ByteBuffer larger = ByteBuffer.allocate(Math.max(needed, 2 * buffer.capacity()));
      buffer = larger.put(buffer.flip());
    }
    return buffer;
  }

  /** An entry is of a shard. */
  void touch(int shard) {
    if (shard >= isIn.length) {
      isIn = Arrays.copyOf(isIn, 2 * shard);
    }
    if (!isIn[shard]) {
      isIn[shard] = true;
      if (shardCount == shards.length) {
        shards = Arrays.copyOf(shards, 2 * shardCount);
      }
      shards[shardCount++] = shard;
    }
  }

  /** How many shards have entries here. */
  int shardCount() {
    return shardCount;
  }

  /** One of those shards; in no order that means anything. */
  int shard(int index) {
    return shards[index];
  }

  /** Adds the entries of another frame. */
  void add(FrameBuffer other) {
    int length = other.payloadBytes();
    ByteBuffer out = reserve(length);
    out.put(out.position(), other.buffer, Frame.HEADER_BYTES, length);
    out.position(out.position() + length);
    for (int i = 0; i < other.shardCount; i++) {
      touch(other.shards[i]);
    }
  }

  /** The same entries, none with a weight. */
  FrameBuffer unweighed() {
    FrameBuffer plain = new FrameBuffer(keptBytes);
    ByteBuffer payload = buffer.duplicate().flip().position(Frame.HEADER_BYTES);
    try {
      EntryCodec.decode(payload, Integer.MAX_VALUE, new Unweighing(plain));
    } catch (MalformedEntryException e) {
      throw new IllegalStateException("entries that were encoded here: " + e.getMessage(), e);
    }
    return plain;
  }

  /** Encodes what it is shown, without the weights. */
  private record Unweighing(FrameBuffer plain) implements EntryCodec.Visitor {
    @Override
    public void put(int shard, int keyspaceId, long token, byte[] key, long before, byte[] value) {
      EntryCodec.put(plain, shard, keyspaceId, token, key, StateWeight.UNKNOWN, value);
    }

    @Override
    public void remove(int shard, int keyspaceId, long token, byte[] key, long before) {
      EntryCodec.remove(plain, shard, keyspaceId, token, key, StateWeight.UNKNOWN);
    }

    @Override
    public void dropRange(int shard, int keyspaceId, TokenRange tokens) {
      EntryCodec.dropRange(plain, shard, keyspaceId, tokens);
    }
  }

  /**
   * The whole frame, ready for its header; the entries stay here.
   *
   * @param zeros how many zeros follow it
   */
  ByteBuffer finish(int zeros) {
    reserve(zeros);
    ByteBuffer whole = buffer.duplicate();
    for (int i = 0; i < zeros; i++) {
      whole.put((byte) 0);
    }
    return whole.flip();
  }
}
