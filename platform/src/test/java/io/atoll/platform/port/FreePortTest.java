package io.atoll.platform.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortTest {
  @Test
  void zeroIsAnyFreePort() {
    assertThat(FreePort.find("HTTP", "ports.http", "127.0.0.1", 0)).isBetween(1, 65_535);
  }

  @Test
  void aPortInUseIsNamedWithTheSettingToChange() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> FreePort.find("HTTP", "--listen", "127.0.0.1", port))
          .isInstanceOf(ListenFailedException.class)
          .hasMessage(
              "HTTP port %d on 127.0.0.1 is in use: stop the program that uses it, or set --listen"
                      .formatted(port)
                  + " to another");
    }
  }

  @Test
  void aHostThatIsNoneIsNamed() {
    assertThatThrownBy(() -> FreePort.find("HTTP", "ports.http", "no.such.host.invalid", 0))
        .isInstanceOf(ListenFailedException.class)
        .hasMessageContaining("no.such.host.invalid")
        .hasMessageContaining("unknown host");
  }
}
