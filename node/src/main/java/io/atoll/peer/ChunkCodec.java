package io.atoll.peer;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;

/** The bytes of a chunk, preceded by their length. */
enum ChunkCodec implements PeerCodec<byte[]> {
  INSTANCE;

  @Override
  public void write(ByteWriter out, byte[] chunk, int version) {
    out.writeBytes(chunk);
  }

  @Override
  public byte[] read(ByteReader in, int version) {
    return in.readBytes();
  }
}
