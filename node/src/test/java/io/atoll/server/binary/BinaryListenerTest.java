package io.atoll.server.binary;

import static io.atoll.server.binary.HandClient.get;
import static io.atoll.server.binary.HandClient.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.env.Clock;
import io.atoll.platform.port.ListenFailedException;
import io.atoll.resilience.ByteBudget;
import io.atoll.server.Backend;
import io.atoll.wire.FailureCode;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client port over real sockets. */
class BinaryListenerTest {
  private static final Clock CLOCK =
      new Clock() {
        @Override
        public long wallMs() {
          return nanos() / 1_000_000;
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }
      };

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<Context> loops = new ArrayList<>();
  private final List<Backend> backends = new ArrayList<>();
  private BinaryListener listener;

  private static BinarySettings settings(int port, long stallTimeoutMs) {
    return new BinarySettings(
        new BinarySettings.Listen("127.0.0.1", port, 7400),
        new BinarySettings.Sizes(100, 1 << 20),
        new BinarySettings.Load(64, 50, 1 << 16),
        new BinarySettings.RequestTimeouts(5_000, 30_000),
        new BinarySettings.Waits(20_000, 20_000, 60_000, stallTimeoutMs, 2_000));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private Future<BinaryListener> listen(BinarySettings settings) {
    return BinaryListener.listen(
        vertx, loops, backends, 8, settings, new ByteBudget(1 << 24), CLOCK, registry);
  }

  @BeforeEach
  void open() throws Exception {
    for (int i = 0; i < 2; i++) {
      loops.add(((VertxInternal) vertx).createEventLoopContext());
      backends.add(new ShelfBackend());
    }
    listener = await(listen(settings(0, 500)));
  }

  @AfterEach
  void close() throws Exception {
    await(listener.close());
    await(vertx.close());
  }

  private double counted(String name, String... tags) {
    return registry.get(name).tags(tags).functionCounter().count();
  }

  @Test
  void putsAndGetsAreAnsweredAndConnectionsSpreadOverTheLoops() throws Exception {
    Set<Integer> seen = new TreeSet<>();
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      RawClient client = new RawClient(listener.port());
      clients.add(client);
      Response.Welcome welcome = client.greet();
      assertThat(welcome.loops()).isEqualTo(2);
      assertThat(welcome.storageShards()).isEqualTo(8);
      seen.add(welcome.loop());
      client.send(1, put("tea", "green"));
      byte[] context = ((Response.Written) client.next()).context();
      client.send(2, get("tea", context));
      assertThat(((Response.Values) client.next()).values()).isNotEmpty();
    }
    assertThat(seen).containsExactly(0, 1);
    assertThat(counted("atoll.binary.requests", "operation", "put", "outcome", "ok")).isEqualTo(4);
    assertThat(counted("atoll.binary.connections")).isEqualTo(4);
    for (RawClient client : clients) {
      client.close();
    }
  }

  @Test
  void aLargeValueGoesInAndComesOutWhole() throws Exception {
    String value = "0123456789abcdef".repeat(1 << 16);
    try (RawClient client = new RawClient(listener.port())) {
      client.greet();
      client.send(1, put("large", value));
      assertThat(client.next()).isInstanceOf(Response.Written.class);
      client.send(2, get("large"));
      Response.Values values = (Response.Values) client.next();
      assertThat(new String(values.values().getFirst().value(), StandardCharsets.UTF_8))
          .isEqualTo(value);
    }
  }

  @Test
  void whoNeverReadsIsClosedAndNobodyElseNotices() throws Exception {
    try (RawClient deaf = new RawClient(listener.port());
        RawClient other = new RawClient(listener.port());
        RawClient third = new RawClient(listener.port())) {
      deaf.greet();
      deaf.send(1, put("large", "v".repeat(1 << 20)));
      deaf.next();
      for (int i = 2; i < 60; i++) {
        deaf.send(i, get("large"));
      }
      other.greet();
      third.greet();
      long answered = 0;
      while (counted("atoll.binary.refusals", "reason", "not_reading") == 0) {
        answered++;
        assertThat(answered).isLessThan(5_000_000);
        for (RawClient client : List.of(other, third)) {
          client.send(answered, new Request.Ping());
          assertThat(client.next()).isInstanceOf(Response.Pong.class);
        }
      }
      assertThat(answered).isPositive();
      assertThat(registry.get("atoll.binary.held").gauges())
          .allMatch(gauge -> gauge.value() < 4 << 20);
    }
  }

  @Test
  void garbageIsNamedAndNobodyElseNotices() throws Exception {
    try (RawClient bad = new RawClient(listener.port());
        RawClient good = new RawClient(listener.port());
        RawClient next = new RawClient(listener.port())) {
      bad.greet();
      good.greet();
      next.greet();
      bad.send(new byte[] {0, 0, 0, 3, 77, 1, 1});
      // More of it, unread: the words must not be lost in a reset.
      bad.send(new byte[100_000]);
      Response.GoAway goAway = (Response.GoAway) bad.next();
      assertThat(goAway.reason()).isEqualTo(Response.Reason.MALFORMED);
      assertThat(goAway.message()).contains("kind 77");
      assertThat(bad.rest()).isEmpty();
      for (RawClient client : List.of(good, next)) {
        client.send(1, put("tea", "green"));
        assertThat(client.next()).isInstanceOf(Response.Written.class);
      }
    }
    assertThat(counted("atoll.binary.refusals", "reason", "malformed")).isEqualTo(1);
  }

  @Test
  void otherProtocolsAreAnsweredInTheirOwnWords() throws Exception {
    try (RawClient http = new RawClient(listener.port());
        RawClient tls = new RawClient(listener.port());
        RawClient older = new RawClient(listener.port())) {
      http.send(HandClient.bytes("GET /v1/cluster HTTP/1.1\r\nHost: x\r\n\r\n"));
      assertThat(new String(http.rest(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 400 ")
          .contains("port 7400");
      tls.send(new byte[] {0x16, 3, 1, 0, 5, 1, 2, 3, 4, 5});
      assertThat(tls.rest()).startsWith(0x15, 3, 1);
      older.send(new byte[] {'A', 'T', 'O', 'L', 'L', 0, 0, 0});
      assertThat(older.rest()).containsExactly('A', 'T', 'O', 'L', 'L', 0, 1, 2);
    }
  }

  @Test
  void aClosingListenerTellsItsClientsAnswersThemAndFreesThePort() throws Exception {
    ShelfBackend first = (ShelfBackend) backends.get(0);
    ShelfBackend second = (ShelfBackend) backends.get(1);
    first.holdsBack = true;
    second.holdsBack = true;
    try (RawClient client = new RawClient(listener.port())) {
      int loop = client.greet().loop();
      client.send(1, put("tea", "green"));
      client.send(2, new Request.Ping());
      assertThat(client.next()).as("the put is under way").isInstanceOf(Response.Pong.class);
      Future<Void> closing = listener.close();
      Response.GoAway goAway = (Response.GoAway) client.next();
      assertThat(goAway.reason()).isEqualTo(Response.Reason.LEAVING);
      client.send(3, get("tea"));
      assertThat(((Response.Failed) client.next()).code()).isEqualTo(FailureCode.OVERLOADED);
      loops
          .get(loop)
          .runOnContext(go -> ((ShelfBackend) backends.get(loop)).held.forEach(Runnable::run));
      assertThat(client.next()).isInstanceOf(Response.Written.class);
      assertThat(client.rest()).isEmpty();
      await(closing);
    }
    assertThatThrownBy(() -> new RawClient(listener.port()).close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void aPortInUseIsOneClearLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> await(listen(settings(taken.getLocalPort(), 500))))
          .hasCauseInstanceOf(ListenFailedException.class)
          .hasMessageContaining("client port " + taken.getLocalPort() + " on 127.0.0.1 is in use")
          .hasMessageContaining("ports.client")
          .hasMessageNotContaining("\n");
    }
    assertThatThrownBy(() -> await(listen(settings(listener.port(), 500))))
        .as("another node of this process does not share the port")
        .hasCauseInstanceOf(ListenFailedException.class);
  }
}
