package io.atoll.platform.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.net.Endpoint;
import io.atoll.net.Tls;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortTest {
  private static Endpoint endpoint(String host, int port) {
    return new Endpoint(host, port, Tls.NONE);
  }

  @Test
  void zeroIsAnyFreePort() {
    Endpoint found = FreePort.find("HTTP", "ports.http", endpoint("127.0.0.1", 0));
    assertThat(found.port()).isBetween(1, 65_535);
    assertThat(found).isEqualTo(endpoint("127.0.0.1", found.port()));
  }

  @Test
  void aPortInUseIsNamedWithTheSettingToChange() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> FreePort.find("HTTP", "--listen", endpoint("127.0.0.1", port)))
          .isInstanceOf(ListenFailedException.class)
          .hasMessage(
              "HTTP port %d on 127.0.0.1 is in use: stop the program that uses it, or set --listen"
                      .formatted(port)
                  + " to another");
    }
  }

  @Test
  void aHostThatIsNoneIsNamed() {
    assertThatThrownBy(
            () -> FreePort.find("HTTP", "ports.http", endpoint("no.such.host.invalid", 0)))
        .isInstanceOf(ListenFailedException.class)
        .hasMessageContaining("no.such.host.invalid")
        .hasMessageContaining("unknown host");
  }
}
