package io.atoll.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AtollClientBuilderTest {
  @Example
  void everyMistakeIsToldAtOnce() {
    AtollClientBuilder wrong =
        AtollClient.builder()
            .contactPoints("node", "node:0", "[::1]:7402", ":7402", "a:b:7402", "node:7402x")
            .localDc("eu")
            .fallbackDcs("us", "eu", "us")
            .requestTimeout(Duration.ofMinutes(1))
            .maxInFlight(0)
            .retryBudget(Double.NaN)
            .callbackExecutor(null);
    assertThatExceptionOfType(InvalidSettings.class)
        .isThrownBy(wrong::connect)
        .satisfies(
            e ->
                assertThat(e.problems())
                    .containsExactlyInAnyOrder(
                        "contactPoints has 'node'; it must be host:port with a port from 1 to"
                            + " 65535",
                        "contactPoints has 'node:0'; it must be host:port with a port from 1 to"
                            + " 65535",
                        "contactPoints has ':7402'; it must be host:port with a port from 1 to"
                            + " 65535",
                        "contactPoints has 'a:b:7402'; it must be host:port with a port from 1 to"
                            + " 65535",
                        "contactPoints has 'node:7402x'; it must be host:port with a port from 1 to"
                            + " 65535",
                        "fallbackDcs is [us, eu, us]; each may be there once",
                        "fallbackDcs is [us, eu, us]; localDc 'eu' cannot be its own fallback",
                        "requestTimeout is PT1M; it must be 1 ms to 30 s",
                        "maxInFlight is 0; it must be 1 to 1000000",
                        "retryBudget is NaN; it must be 0 to 1",
                        "callbackExecutor is null; leave it out to be called on the client's loop"))
        .withMessageContaining("requestTimeout")
        .withMessageContaining("maxInFlight");
  }

  @Example
  void withoutAContactPointThereIsNothingToConnectTo() {
    assertThatExceptionOfType(InvalidSettings.class)
        .isThrownBy(() -> AtollClient.builder().connect())
        .withMessageContaining("contactPoints is empty; name at least one node as host:port");
  }

  @Property
  void anAddressIsReadOrRefused(@ForAll String text) {
    HostPort read = HostPort.parse(text);
    if (read != null) {
      assertThat(text).endsWith(":" + text.substring(text.lastIndexOf(':') + 1));
      assertThat(read.host()).isNotBlank();
      assertThat(read.port()).isBetween(1, 65_535);
    }
  }

  @Property
  void hostsAndPortsAreRead(@ForAll @IntRange(min = 1, max = 65_535) int port) {
    assertThat(HostPort.parse("node-1.eu:" + port)).isEqualTo(new HostPort("node-1.eu", port));
    assertThat(HostPort.parse("[fe80::1]:" + port)).isEqualTo(new HostPort("fe80::1", port));
  }
}
