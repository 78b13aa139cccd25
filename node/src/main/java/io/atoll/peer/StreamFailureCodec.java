package io.atoll.peer;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;

/** The bytes of a {@link StreamFailure}. */
enum StreamFailureCodec implements PeerCodec<StreamFailure> {
  INSTANCE;

  @Override
  public void write(ByteWriter out, StreamFailure failure, int version) {
    out.writeByte(failure.reason().code()).writeString(failure.text());
  }

  @Override
  public StreamFailure read(ByteReader in, int version) {
    return new StreamFailure(StreamFailure.Reason.ofCode(in.readByte()), in.readString());
  }
}
