package io.atoll.membership;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.peer.PeerCall;
import io.atoll.peer.PeerCodec;
import io.atoll.peer.PeerProtocol;

/** What nodes ask each other to learn whether requests get through; FORMAT.md has the bytes. */
public final class PresenceProtocol {
  private static final PeerProtocol PROTOCOL = new PeerProtocol(4, "presence");

  /** Whether a peer serves, and what time it has. Answered once. */
  public static final PeerCall<Ping, Pong> PING =
      new PeerCall<>(PROTOCOL, 1, "ping", new Pings(), new Pongs());

  private PresenceProtocol() {}

  /** The question; it says nothing. */
  public record Ping() {
    public static final Ping PING = new Ping();
  }

  /**
   * The answer.
   *
   * @param serving false from a node that stops
   * @param wallMs milliseconds since 1970 by its wall clock; 0 or more
   */
  public record Pong(boolean serving, long wallMs) {}

  private static final class Pings implements PeerCodec<Ping> {
    @Override
    public void write(ByteWriter out, Ping ping, int version) {}

    @Override
    public Ping read(ByteReader in, int version) {
      return Ping.PING;
    }
  }

  private static final class Pongs implements PeerCodec<Pong> {
    @Override
    public void write(ByteWriter out, Pong pong, int version) {
      out.writeByte(pong.serving() ? 1 : 0).writeVarint(pong.wallMs());
    }

    @Override
    public Pong read(ByteReader in, int version) {
      return new Pong(in.readVarint(1) == 1, in.readVarint());
    }
  }
}
