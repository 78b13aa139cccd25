package io.atoll.replication;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.peer.PeerCodec;

/**
 * The bytes of a {@link PeerReply}.
 *
 * @param value the bytes of what was asked for
 */
record ReplyCodec<T>(PeerCodec<T> value) implements PeerCodec<PeerReply<T>> {
  private static final int DONE = 0;
  private static final int FAILED = 1;

  @Override
  public void write(ByteWriter out, PeerReply<T> reply, int version) {
    out.writeVarint(reply.epoch()).writeVarint(reply.member());
    switch (reply) {
      case PeerReply.Done<T> done -> {
        out.writeByte(DONE);
        value.write(out, done.value(), version);
      }
      case PeerReply.Failed<T> failed -> {
        out.writeByte(FAILED);
        FailureCodec.write(out, failed.failure());
      }
    }
  }

  @Override
  public PeerReply<T> read(ByteReader in, int version) {
    long epoch = in.readVarint();
    int member = in.readVarint(Integer.MAX_VALUE);
    int status = in.readByte();
    return switch (status) {
      case DONE -> new PeerReply.Done<>(epoch, member, value.read(in, version));
      case FAILED -> new PeerReply.Failed<>(epoch, member, FailureCodec.read(in));
      default -> throw new MalformedBytesException("there is no reply of status " + status);
    };
  }
}
