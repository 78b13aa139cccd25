package io.atoll.replication;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.causal.CausalContext;
import io.atoll.peer.PeerCodec;
import io.atoll.ring.ConsistencyLevel;

/** The bytes of each {@link PeerRequest}. */
final class RequestCodecs {
  static final PeerCodec<PeerRequest.Read> READ = new ReadCodec();
  static final PeerCodec<PeerRequest.Apply> APPLY = new ApplyCodec();
  static final PeerCodec<PeerRequest.Coordinate> COORDINATE = new CoordinateCodec();

  private static final int MAX_FORWARDS = 64;

  /** From this version on a write says which keyspace of its name it means. */
  private static final int KEYSPACE_ID_VERSION = 3;

  private RequestCodecs() {}

  private static final class ReadCodec implements PeerCodec<PeerRequest.Read> {
    @Override
    public void write(ByteWriter out, PeerRequest.Read read, int version) {
      out.writeVarint(read.epoch()).writeVarint(read.keyspaceId()).writeBytes(read.key());
    }

    @Override
    public PeerRequest.Read read(ByteReader in, int version) {
      return new PeerRequest.Read(
          in.readVarint(), in.readVarint(Integer.MAX_VALUE), in.readBytes());
    }
  }

  private static final class ApplyCodec implements PeerCodec<PeerRequest.Apply> {
    @Override
    public void write(ByteWriter out, PeerRequest.Apply apply, int version) {
      out.writeVarint(apply.epoch())
          .writeVarint(apply.keyspaceId())
          .writeBytes(apply.key())
          .writeBytes(apply.siblings())
          .writeVarint(apply.forwardTo().length);
      for (int member : apply.forwardTo()) {
        out.writeVarint(member);
      }
    }

    @Override
    public PeerRequest.Apply read(ByteReader in, int version) {
      long epoch = in.readVarint();
      int keyspaceId = in.readVarint(Integer.MAX_VALUE);
      byte[] key = in.readBytes();
      byte[] siblings = in.readBytes();
      int[] forwardTo = new int[in.readVarint(MAX_FORWARDS)];
      for (int i = 0; i < forwardTo.length; i++) {
        forwardTo[i] = in.readVarint(Integer.MAX_VALUE);
      }
      return new PeerRequest.Apply(epoch, keyspaceId, key, siblings, forwardTo);
    }
  }

  private static final class CoordinateCodec implements PeerCodec<PeerRequest.Coordinate> {
    @Override
    public void write(ByteWriter out, PeerRequest.Coordinate coordinate, int version) {
      WriteRequest write = coordinate.write();
      out.writeVarint(coordinate.epoch())
          .writeString(write.keyspace())
          .writeBytes(write.key())
          .writeBytes(write.context().encode())
          .writeByte(write.delete() ? 1 : 0)
          .writeString(write.contentType())
          .writeBytes(write.value())
          .writeString(write.level() == null ? "" : write.level().toString())
          .writeVarint(Math.min(write.timeoutMs(), Integer.MAX_VALUE));
      if (version >= KEYSPACE_ID_VERSION) {
        out.writeVarint(write.keyspaceId() - (long) WriteRequest.ANY_KEYSPACE);
      }
    }

    @Override
    public PeerRequest.Coordinate read(ByteReader in, int version) {
      long epoch = in.readVarint();
      String keyspace = in.readString();
      byte[] key = in.readBytes();
      CausalContext context = CausalContext.decode(in.readBytes());
      boolean delete = in.readVarint(1) == 1;
      String contentType = in.readString();
      byte[] value = in.readBytes();
      ConsistencyLevel level = level(in.readString());
      int timeoutMs = in.readVarint(Integer.MAX_VALUE);
      int keyspaceId =
          version >= KEYSPACE_ID_VERSION
              ? in.readVarint(Integer.MAX_VALUE) + WriteRequest.ANY_KEYSPACE
              : WriteRequest.ANY_KEYSPACE;
      return new PeerRequest.Coordinate(
          epoch,
          new WriteRequest(
              keyspace, keyspaceId, key, context, delete, contentType, value, level, timeoutMs));
    }

    private static ConsistencyLevel level(String text) {
      try {
        return text.isEmpty() ? null : ConsistencyLevel.parse(text);
      } catch (IllegalArgumentException unknown) {
        throw new MalformedBytesException(unknown.getMessage());
      }
    }
  }
}
