package io.atoll.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.peer.ChunkSink;
import io.atoll.peer.ChunkSource;
import io.atoll.peer.OpenStream;
import io.atoll.peer.PartMemory;
import io.atoll.peer.PartSettings;
import io.atoll.peer.PeerCodec;
import io.atoll.peer.PeerEndpoint;
import io.atoll.peer.PeerPlace;
import io.atoll.peer.PeerProtocol;
import io.atoll.peer.PeerServices;
import io.atoll.peer.PeerStream;
import io.atoll.peer.StreamFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream between two nodes over a real connection. */
class PeerStreamOverTcpTest {
  private static final long SIZE = 32L * 1024 * 1024;
  private static final int WINDOW = 1024 * 1024;
  private static final PeerStream<String, Long> FILE =
      new PeerStream<>(new PeerProtocol(9, "files"), 1, "file", new Text(), new Number());

  @TempDir Path directory;
  private final BlockedThreadGuard guard = BlockedThreadGuard.open();
  private final AtomicLong given = new AtomicLong();
  private final AtomicLong consumed = new AtomicLong();
  private final AtomicLong mostAhead = new AtomicLong();

  private record Text() implements PeerCodec<String> {
    @Override
    public void write(ByteWriter out, String text, int version) {
      out.writeString(text);
    }

    @Override
    public String read(ByteReader in, int version) {
      return in.readString();
    }
  }

  private record Number() implements PeerCodec<Long> {
    @Override
    public void write(ByteWriter out, Long number, int version) {
      out.writeVarint(number);
    }

    @Override
    public Long read(ByteReader in, int version) {
      return in.readVarint();
    }
  }

  private final class Source implements ChunkSource<Long> {
    @Override
    public Future<Next<Long>> next(int maxBytes) {
      long at = given.get();
      if (at == SIZE) {
        return Future.succeededFuture(new Next.End<>(at));
      }
      byte[] chunk = new byte[(int) Math.min(maxBytes, SIZE - at)];
      for (int i = 0; i < chunk.length; i++) {
        chunk[i] = (byte) ((at + i) % 251);
      }
      given.addAndGet(chunk.length);
      mostAhead.accumulateAndGet(given.get() - consumed.get(), Math::max);
      return Future.succeededFuture(new Next.Chunk<>(chunk));
    }

    @Override
    public void cancelled(StreamFailure why) {
      throw new AssertionError(why);
    }
  }

  @AfterEach
  void close() {
    guard.close();
  }

  private static PeerEndpoint endpoint(int self, TestNode node, TestNode other) {
    return new PeerEndpoint(
        self,
        node.env.peerLinks(0),
        node.env.clock(),
        number -> new PeerPlace("b", other.address()),
        new PartMemory(1 << 20),
        PartSettings.DEFAULT);
  }

  @Test
  void manyChunksArriveWholeAndTheSourceIsNeverMoreThanAWindowAhead() {
    try (TestNode a = TestNode.open(guard.vertx(), "a", directory);
        TestNode b = TestNode.open(guard.vertx(), "b", directory)) {
      PeerEndpoint asker = endpoint(1, a, b);
      PeerEndpoint asked = endpoint(2, b, a);
      onLoop(
          b,
          () ->
              asked.serve(
                  b.env.loop(0), new PeerServices().stream(FILE, (name, from) -> new Source())));
      Promise<Long> end = Promise.promise();
      onLoop(
          a,
          () -> {
            asker.serve(a.env.loop(0), new PeerServices());
            Sink sink = new Sink(a, end);
            sink.stream = asker.open(2, FILE, "x", sink);
          });
      assertThat(Awaiting.await(end.future())).isEqualTo(SIZE);
      assertThat(consumed.get()).isEqualTo(SIZE);
      assertThat(mostAhead.get()).isLessThanOrEqualTo(WINDOW);
    }
  }

  private static void onLoop(TestNode node, Runnable task) {
    Awaiting.await(
        node.env
            .loop(0)
            .call(
                () -> {
                  task.run();
                  return Future.succeededFuture();
                }));
  }

  /** Consumes each chunk a loop turn later. */
  private final class Sink implements ChunkSink<Long> {
    private final TestNode node;
    private final Promise<Long> end;
    private OpenStream stream;
    private long at;

    Sink(TestNode node, Promise<Long> end) {
      this.node = node;
      this.end = end;
    }

    @Override
    public void chunk(byte[] bytes) {
      for (byte each : bytes) {
        if (each != (byte) (at++ % 251)) {
          end.tryFail("byte %d is wrong".formatted(at));
          return;
        }
      }
      node.env
          .loop(0)
          .execute(
              () -> {
                consumed.addAndGet(bytes.length);
                stream.consumed(bytes.length);
              });
    }

    @Override
    public void ended(Long result) {
      node.env.loop(0).execute(() -> end.tryComplete(result));
    }

    @Override
    public void failed(StreamFailure why) {
      end.tryFail(why.toString());
    }
  }
}
