package io.atoll.peer;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;

/** A protocol to test with: texts are asked and answered. */
final class Talk {
  static final PeerProtocol PROTOCOL = new PeerProtocol(5, "talk");
  static final PeerCall<String, String> ASK =
      new PeerCall<>(PROTOCOL, 9, "ask", new Text(), new Text());
  static final PeerMessage<String> SAY = new PeerMessage<>(PROTOCOL, 10, "say", new Text());

  static final PeerStream<String, String> TELL =
      new PeerStream<>(PROTOCOL, 11, "tell", new Text(), new Text());

  private Talk() {}

  /** A text behind its length. */
  static final class Text implements PeerCodec<String> {
    @Override
    public void write(ByteWriter out, String text, int version) {
      out.writeString(text);
    }

    @Override
    public String read(ByteReader in, int version) {
      return in.readString();
    }
  }
}
