package io.atoll.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.membership.PresenceProtocol.Ping;
import io.atoll.membership.PresenceProtocol.Pong;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PresenceProtocolTest {
  private static String hex(Pong pong) {
    ByteWriter out = new ByteWriter(16);
    PresenceProtocol.PING.reply().write(out, pong, 2);
    return HexFormat.of().formatHex(out.toBytes());
  }

  private static Pong read(String hex) {
    return PresenceProtocol.PING.reply().read(new ByteReader(HexFormat.of().parseHex(hex)), 2);
  }

  @Test
  void theBytesAreThoseOfThePage() {
    ByteWriter out = new ByteWriter(16);
    PresenceProtocol.PING.request().write(out, Ping.PING, 2);
    assertThat(out.toBytes()).isEmpty();
    assertThat(hex(new Pong(true, 300))).isEqualTo("01ac02");
    assertThat(hex(new Pong(false, 0))).isEqualTo("0000");
    assertThat(read("01ac02")).isEqualTo(new Pong(true, 300));
  }

  @Test
  void otherBytesAreRefused() {
    assertThatThrownBy(() -> read("02ac02")).isInstanceOf(MalformedBytesException.class);
    assertThatThrownBy(() -> read("01")).isInstanceOf(MalformedBytesException.class);
  }
}
