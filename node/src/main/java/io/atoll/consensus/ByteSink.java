package io.atoll.consensus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atoll.env.Invariant;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes being written, big-endian, as {@code FORMAT.md} lays them out. */
final class ByteSink {
  private ByteBuffer out = ByteBuffer.allocate(256);

  ByteSink u8(int value) {
    room(1).put((byte) value);
    return this;
  }

  ByteSink i32(int value) {
    room(4).putInt(value);
    return this;
  }

  ByteSink i64(long value) {
    room(8).putLong(value);
    return this;
  }

  ByteSink bytes(byte[] value) {
    i32(value.length);
    room(value.length).put(value);
    return this;
  }

  ByteSink ballot(Ballot ballot) {
    byte[] node = ballot.node().getBytes(UTF_8);
    Invariant.check(node.length <= ByteSource.MAX_NODE_ID_BYTES, "a node id fits its length byte");
    i64(ballot.round()).u8(node.length);
    room(node.length).put(node);
    return this;
  }

  ByteSink vote(Vote vote) {
    return ballot(vote.ballot()).bytes(vote.value());
  }

  byte[] toBytes() {
    return Arrays.copyOf(out.array(), out.position());
  }

  private ByteBuffer room(int bytes) {
    if (out.remaining() < bytes) {
      int capacity = Math.max(out.capacity() * 2, Math.addExact(out.position(), bytes));
      out = ByteBuffer.allocate(capacity).put(out.flip());
    }
    return out;
  }
}
