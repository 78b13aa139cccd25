package io.atoll.client.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.client.transport.Connection;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection writes nothing beneath a TLS handler: the other end would fail at it. */
class VertxConnectionTlsTest {
  private static final int SMALL_BYTES = 300_001;

  /** More than the kernel's buffers of both ends take. */
  private static final int LARGE_BYTES = 24 * 1024 * 1024;

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private TestTls tls;
  private NetClient client;

  @BeforeEach
  void open() throws Exception {
    tls = TestTls.in(directory);
    client = vertx.createNetClient(tls.client());
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void whatIsWrittenComesBackAndTheCloseIsSeen() {
    Promise<Void> ended = Promise.promise();
    NetServer server =
        listen(
            socket -> {
              socket.handler(socket::write);
              socket.exceptionHandler(ended::tryFail);
              socket.closeHandler(closed -> ended.tryComplete());
            });
    byte[] bytes = random(SMALL_BYTES);
    Visit visit = new Visit(bytes.length);
    Connection connection = connect(server, visit);
    visit.on(() -> connection.write(bytes, 0, 1));
    visit.on(() -> connection.write(bytes, 1, bytes.length - 1));
    assertThat(await(visit.all.future()).getBytes()).isEqualTo(bytes);
    visit.on(connection::close);
    await(ended.future());
    await(visit.closed.future());
  }

  @Test
  void whatTheNetworkHasNotTakenIsCounted() {
    Promise<NetSocket> accepted = Promise.promise();
    Promise<Void> all = Promise.promise();
    long[] come = new long[1];
    NetServer server =
        listen(
            socket -> {
              socket.handler(
                  buffer -> {
                    come[0] += buffer.length();
                    if (come[0] == LARGE_BYTES) {
                      all.complete();
                    }
                  });
              socket.pause();
              accepted.complete(socket);
            });
    Visit visit = new Visit(1);
    Connection connection = connect(server, visit);
    NetSocket paused = await(accepted.future());
    visit.on(() -> connection.write(new byte[LARGE_BYTES], 0, LARGE_BYTES));
    assertThat(visit.ask(connection::unsentBytes)).isPositive();
    paused.resume();
    await(all.future());
  }

  private NetServer listen(Handler<NetSocket> accept) {
    return await(vertx.createNetServer(tls.server()).connectHandler(accept).listen(0, "127.0.0.1"));
  }

  private Connection connect(NetServer server, Visit visit) {
    client
        .connect(server.actualPort(), "127.0.0.1")
        .onComplete(
            socket -> {
              visit.context = vertx.getOrCreateContext();
              new VertxConnection((NetSocketInternal) socket, visit).start();
            },
            visit.opened::fail);
    return await(visit.opened.future());
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  /** Collects so many bytes. */
  private static final class Visit implements Connection.Listener {
    private final Promise<Connection> opened = Promise.promise();
    private final Promise<Buffer> all = Promise.promise();
    private final Promise<String> closed = Promise.promise();
    private final Buffer come = Buffer.buffer();
    private final int awaitedBytes;
    private Context context;

    Visit(int awaitedBytes) {
      this.awaitedBytes = awaitedBytes;
    }

    void on(Runnable task) {
      ask(
          () -> {
            task.run();
            return null;
          });
    }

    <T> T ask(Supplier<T> question) {
      Promise<T> answer = Promise.promise();
      context.runOnContext(go -> answer.complete(question.get()));
      return await(answer.future());
    }

    @Override
    public void opened(Connection connection) {
      opened.complete(connection);
    }

    @Override
    public void received(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      come.appendBytes(copy);
      if (come.length() == awaitedBytes) {
        all.complete(come);
      }
    }

    @Override
    public void closed(String reason) {
      closed.complete(reason);
    }
  }
}
