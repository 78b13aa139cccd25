package io.atoll.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.TCPSSLOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketOptionsTest {
  @Test
  void withoutTlsNothingIsEncryptedAndNothingWaits() {
    for (TCPSSLOptions options :
        List.of(
            SocketOptions.netClient(Tls.NONE),
            SocketOptions.netServer(Tls.NONE),
            SocketOptions.httpClient(Tls.NONE),
            SocketOptions.httpServer(new Endpoint("127.0.0.1", 7400, Tls.NONE)))) {
      assertThat(options.isSsl()).isFalse();
      assertThat(options.isTcpNoDelay()).isTrue();
    }
  }

  @Test
  void anHttpServerListensAtItsEndpoint() {
    HttpServerOptions options = SocketOptions.httpServer(new Endpoint("::1", 7400, Tls.NONE));
    assertThat(options.getHost()).isEqualTo("::1");
    assertThat(options.getPort()).isEqualTo(7400);
  }

  @Test
  void aConnectionIsOpenedToItsEndpoint() {
    ConnectOptions options = SocketOptions.connect(new Endpoint("eu-1", 7403, Tls.NONE));
    assertThat(options.getHost()).isEqualTo("eu-1");
    assertThat(options.getPort()).isEqualTo(7403);
    assertThat(options.isSsl()).isFalse();
  }

  @Test
  void datagramsFollowTheFamilyOfTheAddress() {
    assertThat(SocketOptions.datagrams("127.0.0.1").isIpV6()).isFalse();
    assertThat(SocketOptions.datagrams("::1").isIpV6()).isTrue();
  }

  @Test
  void aPoolHasItsBound() {
    assertThat(SocketOptions.pool(7).getHttp1MaxSize()).isEqualTo(7);
  }

  @Test
  void everyCallMakesOptionsOfTheirOwn() {
    SocketOptions.netClient(Tls.NONE).setConnectTimeout(17);
    assertThat(SocketOptions.netClient(Tls.NONE).getConnectTimeout()).isNotEqualTo(17);
  }

  @Test
  void anEndpointIsWrittenAsInUrls() {
    assertThat(new Endpoint("eu-1", 7400, Tls.NONE)).hasToString("eu-1:7400");
    assertThat(new Endpoint("::1", 0, Tls.NONE).withPort(7400)).hasToString("[::1]:7400");
  }

  @Test
  void aPortThatIsNoneIsRefusedByName() {
    for (int port : new int[] {-1, 65_536}) {
      assertThatThrownBy(() -> new Endpoint("eu-1", port, Tls.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the port of eu-1 is %d: must be 0 to 65535", port);
    }
  }
}
