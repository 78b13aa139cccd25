package io.atoll.server.binary;

import static io.atoll.server.binary.HandClient.get;
import static io.atoll.server.binary.HandClient.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.runtime.Awaiting;
import io.atoll.runtime.TestTls;
import io.atoll.wire.Response;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client connection writes nothing beneath a TLS handler, and ends through it. */
class BinaryConnectionTlsTest {
  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final Fixture node = new Fixture();
  private TestTls tls;
  private NetServer server;

  @BeforeEach
  void open() throws Exception {
    tls = TestTls.in(directory);
    server =
        Awaiting.await(
            vertx
                .createNetServer(tls.server())
                .connectHandler(
                    socket -> BinaryConnection.serve(vertx, (NetSocketInternal) socket, node.door))
                .listen(0, "127.0.0.1"));
  }

  @AfterEach
  void close() {
    Awaiting.await(vertx.close());
  }

  @Test
  void answersOfAnySizePassTheTlsHandler() throws Exception {
    String value = "0123456789".repeat(9_000);
    try (RawClient client = new RawClient(tls.connect(vertx, server.actualPort()))) {
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
  void theLastWordsEndByCloseNotifyAndNotByACut() {
    Promise<Boolean> end = Promise.promise();
    Promise<String> words = Promise.promise();
    Buffer come = Buffer.buffer();
    vertx
        .createNetClient(tls.client())
        .connect(server.actualPort(), "127.0.0.1")
        .onComplete(
            socket -> {
              ChannelHandlerContext handler = ((NetSocketInternal) socket).channelHandlerContext();
              handler.pipeline().addBefore(handler.name(), "end", new EndWatch(end));
              socket.handler(come::appendBuffer);
              socket.closeHandler(closed -> words.complete(come.toString()));
              socket.write("GET / HTTP/1.1\r\n\r\n");
            },
            end::fail);
    assertThat(Awaiting.await(end.future())).as("close_notify came").isTrue();
    assertThat(Awaiting.await(words.future()))
        .startsWith("HTTP/1.1 400 Bad Request\r\n")
        .endsWith("HTTP is answered on port 7400.\n");
  }

  /**
   * Sees whether the other side's TLS said its end before the connection did. Not by the event that
   * Netty fires for it: when the connection ends in the same turn, that speaks of a cut.
   */
  private static final class EndWatch extends ChannelInboundHandlerAdapter {
    private final Promise<Boolean> end;

    EndWatch(Promise<Boolean> end) {
      this.end = end;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      if (context.pipeline().get(SslHandler.class).engine().isInboundDone()) {
        end.tryComplete(true);
      }
      context.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      end.tryComplete(false);
      context.fireChannelInactive();
    }
  }
}
