package io.atoll.runtime;

import io.atoll.env.ProtocolVersions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The other end of a connection, played by hand on a blocking socket. */
final class RawPeer implements AutoCloseable {
  static final byte[] NONCE = new byte[HandshakeMessage.NONCE_BYTES];
  private static final int TIMEOUT_MS = 60_000;

  private final Socket socket;
  private final DataInputStream in;

  private RawPeer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT_MS);
    this.in = new DataInputStream(socket.getInputStream());
  }

  static RawPeer connect(int port) throws IOException {
    return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  static RawPeer accept(ServerSocket server) throws IOException {
    server.setSoTimeout(TIMEOUT_MS);
    return new RawPeer(server.accept());
  }

  static Handshake.Identity identity(String id) {
    return new Handshake.Identity(
        id, "test", new HandshakeKey(TestNode.SECRET), PeerGreeting.NONE, ProtocolVersions.SPOKEN);
  }

  /** Connects and shakes hands as a node that knows the secret. */
  static RawPeer shakeHands(String myId, String peerId, int port) throws IOException {
    return shakeHands(myId, peerId, new Socket(InetAddress.getLoopbackAddress(), port));
  }

  static RawPeer shakeHands(String myId, String peerId, Socket connected) throws IOException {
    RawPeer peer = new RawPeer(connected);
    DialerHandshake handshake = new DialerHandshake(identity(myId), peerId, NONCE);
    peer.send(handshake.hello().bytes());
    while (true) {
      try {
        switch (handshake.receive(peer.message(handshake.awaited()))) {
          case Handshake.Step.Send send -> peer.send(send.message().bytes());
          case Handshake.Step.Established established -> {
            peer.send(established.last().bytes());
            return peer;
          }
          case Handshake.Step.Refused refused -> throw new AssertionError(refused);
        }
      } catch (MalformedStreamException e) {
        throw new AssertionError(e);
      }
    }
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.US_ASCII));
  }

  void sendFrame(byte[] frame) throws IOException {
    send(ByteBuffer.allocate(4 + frame.length).putInt(frame.length).put(frame).array());
  }

  /** The next handshake message: the awaited one or a refusal. */
  HandshakeMessage message(HandshakeMessage.Type awaited) throws IOException {
    HandshakeReader reader = new HandshakeReader();
    ByteBuf one = Unpooled.buffer(1, 1);
    try {
      while (true) {
        one.clear().writeByte(in.readByte());
        var message = reader.read(one, awaited);
        if (message.isPresent()) {
          return message.get();
        }
      }
    } catch (MalformedStreamException e) {
      throw new AssertionError(e);
    } finally {
      one.release();
    }
  }

  /** The next frame, heartbeats included. */
  byte[] frame() throws IOException {
    return in.readNBytes(in.readInt());
  }

  /** Reads to the end; how many bytes came. */
  int drain() {
    try {
      return in.readAllBytes().length;
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the connection stayed open", e);
    } catch (IOException e) {
      // A reset ends a connection too.
      return 0;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
