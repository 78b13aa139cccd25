package io.atoll.replication;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.peer.PeerCall;
import io.atoll.peer.PeerCodec;
import io.atoll.peer.PeerProtocol;

/** What coordinators ask of replicas on other nodes; FORMAT.md has the bytes. */
public final class ReplicationProtocol {
  private static final PeerProtocol PROTOCOL = new PeerProtocol(2, "replication");

  /** The state of a key, encoded. Answered once. */
  public static final PeerCall<PeerRequest.Read, PeerReply<byte[]>> READ =
      new PeerCall<>(PROTOCOL, 1, "read", RequestCodecs.READ, new ReplyCodec<>(new Encoded()));

  /** Applies a state. Answered once for the replica itself and each that it is forwarded to. */
  public static final PeerCall<PeerRequest.Apply, PeerReply<Merged>> APPLY =
      new PeerCall<>(PROTOCOL, 2, "apply", RequestCodecs.APPLY, new ReplyCodec<>(new Outcomes()));

  /** Coordinates a client's write. Answered once. */
  public static final PeerCall<PeerRequest.Coordinate, PeerReply<WriteResult>> COORDINATE =
      new PeerCall<>(
          PROTOCOL,
          3,
          "coordinate",
          RequestCodecs.COORDINATE,
          new ReplyCodec<>(new WriteResultCodec()));

  private ReplicationProtocol() {}

  private static final class Encoded implements PeerCodec<byte[]> {
    @Override
    public void write(ByteWriter out, byte[] siblings, int version) {
      out.writeBytes(siblings);
    }

    @Override
    public byte[] read(ByteReader in, int version) {
      return in.readBytes();
    }
  }

  /** Nothing before version 3: nobody learns that a write lost. */
  private static final class Outcomes implements PeerCodec<Merged> {
    @Override
    public void write(ByteWriter out, Merged merged, int version) {
      if (version >= 3) {
        out.writeVarint(merged.newer());
      }
    }

    @Override
    public Merged read(ByteReader in, int version) {
      return version >= 3 ? Merged.of(in.readVarint()) : Merged.KEPT;
    }
  }
}
