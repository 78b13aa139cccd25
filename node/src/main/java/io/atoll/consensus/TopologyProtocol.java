package io.atoll.consensus;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.peer.PeerCodec;
import io.atoll.peer.PeerMessage;
import io.atoll.peer.PeerProtocol;

/** How the topology logs of nodes talk to each other; FORMAT.md has the bytes. */
public final class TopologyProtocol {
  private static final PeerProtocol PROTOCOL = new PeerProtocol(1, "topology");

  /** A message of the log, which may be lost: who needs an answer sends again. */
  public static final PeerMessage<Message> MESSAGE =
      new PeerMessage<>(
          PROTOCOL,
          1,
          "message",
          new PeerCodec<>() {
            @Override
            public void write(ByteWriter out, Message message, int version) {
              out.writeBytes(MessageCodec.encode(message));
            }

            @Override
            public Message read(ByteReader in, int version) {
              return MessageCodec.decode(in.readBytes());
            }
          });

  private TopologyProtocol() {}
}
