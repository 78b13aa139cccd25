package io.atoll.peer;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;

/** The bytes of a {@link NotServed}. */
enum NotServedCodec implements PeerCodec<NotServed> {
  INSTANCE;

  @Override
  public void write(ByteWriter out, NotServed why, int version) {
    out.writeByte(why.reason().code()).writeString(why.text());
  }

  @Override
  public NotServed read(ByteReader in, int version) {
    return new NotServed(NotServed.Reason.ofCode(in.readByte()), in.readString());
  }
}
