package io.atoll.storage.engine;

import io.atoll.storage.NodeIdentity;
import io.atoll.storage.log.LogPosition;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a data directory says of itself.
 *
 * @param owner whose it is
 * @param directoryId random; every log segment carries it, so that a file of another directory is
 *     noticed
 * @param shards how many shards the keys are spread over, for the directory's life
 * @param generation the incarnation of the node that served last; 0 while none has
 * @param cleanEnd where the log ends, when the last stop was clean; otherwise null
 */
record Identity(
    NodeIdentity owner, long directoryId, int shards, int generation, LogPosition cleanEnd) {
  /** The identity of the next incarnation, or of the same after a clean stop, while it serves. */
  Identity serving() {
    int next = cleanEnd == null ? generation + 1 : generation;
    return new Identity(owner, directoryId, shards, next, null);
  }

  /** The identity of another incarnation that goes on where this one is. */
  Identity renewed(int another) {
    return new Identity(owner, directoryId, shards, another, cleanEnd);
  }

  /** The identity once everything is synced and nothing more is written. */
  Identity closedAt(LogPosition end) {
    return new Identity(owner, directoryId, shards, generation, end);
  }

  byte[] encode() {
    byte[] cluster = owner.cluster().getBytes(StandardCharsets.UTF_8);
    byte[] nodeId = owner.nodeId().getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(4 + cluster.length + nodeId.length + 8 + 4 + 4 + 1 + 16);
    out.putShort((short) cluster.length).put(cluster);
    out.putShort((short) nodeId.length).put(nodeId);
    out.putLong(directoryId).putInt(shards).putInt(generation);
    out.put((byte) (cleanEnd == null ? 0 : 1));
    out.putLong(cleanEnd == null ? 0 : cleanEnd.sequence());
    return out.putLong(cleanEnd == null ? 0 : cleanEnd.offset()).array();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException when the bytes are no identity
   */
  static Identity decode(byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      NodeIdentity owner = new NodeIdentity(text(in), text(in));
      long directoryId = in.getLong();
      int shards = in.getInt();
      int generation = in.getInt();
      boolean clean = in.get() != 0;
      LogPosition end = new LogPosition(in.getLong(), in.getLong());
      if (in.hasRemaining() || shards < 1 || generation < 0) {
        throw new IllegalArgumentException("its content makes no sense");
      }
      return new Identity(owner, directoryId, shards, generation, clean ? end : null);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("its content is too short", e);
    }
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[Math.min(Short.toUnsignedInt(in.getShort()), in.remaining())];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
