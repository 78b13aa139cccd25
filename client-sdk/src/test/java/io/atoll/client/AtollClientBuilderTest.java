package io.atoll.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atoll.client.engine.ContactPoint;
import io.atoll.client.engine.EngineSettings;
import io.atoll.client.failure.Unreachable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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
            .eventLoops(257)
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
                        "eventLoops is 257; it must be 1 to 256",
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

  @Example
  void theEngineIsToldWhatTheClientWas() {
    EngineSettings told =
        new ClientSettings(
                List.of("a:1", "[::2]:3"),
                "blue",
                "eu",
                List.of("us"),
                Duration.ofSeconds(1),
                7,
                0,
                1,
                Runnable::run)
            .toEngine();
    assertThat(told.contactPoints())
        .containsExactly(new ContactPoint("a", 1), new ContactPoint("::2", 3));
    assertThat(told.clusterName()).isEqualTo("blue");
    assertThat(told.localDc()).isEqualTo("eu");
    assertThat(told.fallbackDcs()).containsExactly("us");
    assertThat(told.limits().inFlight()).isEqualTo(7);
    assertThat(told.repeats().budgetRatio()).isZero();
    assertThat(told.repeats().budgetPerSecond()).isZero();
  }

  @Example
  void aClientThatFindsNobodySaysWhatItTried() throws Exception {
    int port;
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = nobody.getLocalPort();
    }
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(
            () ->
                AtollClient.builder()
                    .contactPoint("127.0.0.1:" + port)
                    .connect()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS))
        .havingCause()
        .isInstanceOf(Unreachable.class)
        .withMessageContaining("127.0.0.1:%d: connection refused", port);
  }

  @Property
  void anAddressIsReadOrRefused(@ForAll String text) {
    ContactPoint read = ContactAddress.parse(text);
    if (read != null) {
      assertThat(text).endsWith(":" + text.substring(text.lastIndexOf(':') + 1));
      assertThat(read.host()).isNotBlank();
      assertThat(read.port()).isBetween(1, 65_535);
    }
  }

  @Property
  void hostsAndPortsAreRead(@ForAll @IntRange(min = 1, max = 65_535) int port) {
    assertThat(ContactAddress.parse("node-1.eu:" + port))
        .isEqualTo(new ContactPoint("node-1.eu", port));
    assertThat(ContactAddress.parse("[fe80::1]:" + port))
        .isEqualTo(new ContactPoint("fe80::1", port));
  }
}
