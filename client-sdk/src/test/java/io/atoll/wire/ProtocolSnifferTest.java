package io.atoll.wire;

import static io.atoll.wire.ProtocolSniffer.GREETING;
import static io.atoll.wire.ProtocolSniffer.HTTP;
import static io.atoll.wire.ProtocolSniffer.INCOMPLETE;
import static io.atoll.wire.ProtocolSniffer.OTHER;
import static io.atoll.wire.ProtocolSniffer.TLS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ProtocolSnifferTest {
  @Test
  void aClientIsTakenForWhatItIsAsSoonAsItCanBeTold() {
    Function<byte[], ProtocolSniffer> sniffer = ProtocolSniffer::ofClient;
    tells(sniffer, Greeting.ofClient().encode(), GREETING, Greeting.BYTES);
    tells(sniffer, ascii("GET /v1/kv/a"), HTTP, 4);
    tells(sniffer, ascii("OPTIONS * "), HTTP, 8);
    tells(sniffer, ascii("PRI * HTTP/2.0"), HTTP, 4);
    tells(sniffer, new byte[] {0x16, 3, 1, 0, 5}, TLS, 2);
    tells(sniffer, new byte[] {0x16, 4, 1}, OTHER, 2);
    tells(sniffer, new byte[] {0x15, 3, 1}, OTHER, 1);
    tells(sniffer, ascii("GE T"), OTHER, 3);
    tells(sniffer, ascii("PROPFIND /"), OTHER, 8);
    tells(sniffer, ascii("get /"), OTHER, 1);
  }

  @Test
  void aServerIsTakenForWhatItIsAsSoonAsItCanBeTold() {
    Function<byte[], ProtocolSniffer> sniffer = ProtocolSniffer::ofServer;
    tells(sniffer, Greeting.answerTo(Greeting.ofClient()).encode(), GREETING, Greeting.BYTES);
    tells(sniffer, ascii("HTTP/1.1 400 Bad"), HTTP, 5);
    tells(sniffer, new byte[] {0x15, 3, 1, 0, 2, 2, 0x46}, TLS, 1);
    tells(sniffer, new byte[] {0x16, 3, 3}, TLS, 1);
    tells(sniffer, ascii("HELLO"), OTHER, 2);
    tells(sniffer, ascii("GET / HTTP/1.1"), OTHER, 1);
    tells(sniffer, ascii("SSH-2.0"), OTHER, 1);
  }

  /** Whatever came before the deciding byte is incomplete, and nothing changes after it. */
  private static void tells(
      Function<byte[], ProtocolSniffer> sniffer, byte[] all, ProtocolSniffer what, int deciding) {
    for (int length = 0; length <= all.length; length++) {
      assertThat(sniffer.apply(Arrays.copyOf(all, length)))
          .as("%d of %s", length, Arrays.toString(all))
          .isEqualTo(length < deciding ? INCOMPLETE : what);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
