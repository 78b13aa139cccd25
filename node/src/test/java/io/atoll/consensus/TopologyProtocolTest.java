package io.atoll.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.peer.PeerCodec;
import org.junit.jupiter.api.Test;

class TopologyProtocolTest {
  private final PeerCodec<Message> codec = TopologyProtocol.MESSAGE.content();

  @Test
  void aMessageTravelsBehindItsLength() {
    Message fetch = new Message.Fetch(7);
    ByteWriter out = new ByteWriter(16);
    codec.write(out, fetch, 2);
    byte[] bytes = out.toBytes();
    assertThat(bytes[0]).isEqualTo((byte) (bytes.length - 1));
    ByteReader in = new ByteReader(bytes);
    assertThat(codec.read(in, 2)).isEqualTo(fetch);
    in.finish();
  }

  @Test
  void whatIsNoMessageIsMalformed() {
    assertThatThrownBy(() -> codec.read(new ByteReader(new byte[] {2, 99, 99}), 2))
        .isInstanceOf(MalformedBytesException.class);
  }
}
