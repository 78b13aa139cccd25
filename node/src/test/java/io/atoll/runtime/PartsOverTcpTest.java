package io.atoll.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.peer.NotServed;
import io.atoll.peer.PartMemory;
import io.atoll.peer.PartSettings;
import io.atoll.peer.PeerCall;
import io.atoll.peer.PeerCodec;
import io.atoll.peer.PeerEndpoint;
import io.atoll.peer.PeerPlace;
import io.atoll.peer.PeerProtocol;
import io.atoll.peer.PeerServices;
import io.atoll.peer.Peers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that fit no frame between two nodes, over a real connection. */
class PartsOverTcpTest {
  private static final int LARGE_BYTES = 20 << 20;
  private static final PeerCall<byte[], byte[]> ECHO =
      new PeerCall<>(new PeerProtocol(9, "echo"), 1, "echo", new Bytes(), new Bytes());

  @TempDir Path directory;
  private final BlockedThreadGuard guard = BlockedThreadGuard.open();
  private final PartMemory memory = new PartMemory(256L << 20);

  private record Bytes() implements PeerCodec<byte[]> {
    @Override
    public void write(ByteWriter out, byte[] bytes, int version) {
      out.writeBytes(bytes);
    }

    @Override
    public byte[] read(ByteReader in, int version) {
      return in.readBytes();
    }
  }

  private record Ear(Promise<byte[]> answer) implements Peers.Listener<byte[]> {
    @Override
    public void replied(byte[] reply) {
      answer.tryComplete(reply);
    }

    @Override
    public void broken() {
      answer.tryFail("broken");
    }

    @Override
    public void notServed(NotServed why) {
      answer.tryFail(why.text());
    }
  }

  @AfterEach
  void close() {
    guard.close();
  }

  private PeerEndpoint serving(int self, TestNode node, TestNode other, PartMemory counted) {
    PeerEndpoint endpoint =
        new PeerEndpoint(
            self,
            node.env.peerLinks(0),
            node.env.clock(),
            number -> new PeerPlace("b", other.address()),
            counted,
            PartSettings.DEFAULT);
    onLoop(
        node,
        () ->
            endpoint.serve(
                node.env.loop(0),
                new PeerServices().serve(ECHO, (bytes, question) -> question.reply(bytes))));
    return endpoint;
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

  private static Future<byte[]> ask(PeerEndpoint asker, byte[] bytes) {
    Promise<byte[]> answer = Promise.promise();
    if (asker.call(2, ECHO, bytes, 60_000, new Ear(answer)) == null) {
      answer.fail("not sent");
    }
    return answer.future();
  }

  private static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void largeMessagesArriveWholeAndSmallOnesPassThem() {
    try (TestNode a = TestNode.open(guard.vertx(), "a", directory);
        TestNode b = TestNode.open(guard.vertx(), "b", directory)) {
      PeerEndpoint asker = serving(1, a, b, memory);
      serving(2, b, a, memory);
      List<String> order = Collections.synchronizedList(new ArrayList<>());
      List<Future<byte[]>> large = new ArrayList<>();
      List<Future<byte[]>> small = new ArrayList<>();
      onLoop(
          a,
          () -> {
            // The first are asked before there is a connection.
            for (int i = 0; i < 3; i++) {
              large.add(
                  ask(asker, random(LARGE_BYTES + i, i)).onSuccess(bytes -> order.add("large")));
            }
            for (int i = 0; i < 50; i++) {
              small.add(ask(asker, random(100, i)).onSuccess(bytes -> order.add("small")));
            }
          });
      for (int i = 0; i < 50; i++) {
        assertThat(Awaiting.await(small.get(i))).isEqualTo(random(100, i));
      }
      for (int i = 0; i < 3; i++) {
        assertThat(Awaiting.await(large.get(i))).isEqualTo(random(LARGE_BYTES + i, i));
      }
      assertThat(order.subList(0, 50)).containsOnly("small");
      assertThat(memory.heldBytes()).isZero();
    }
  }

  @Test
  void aConnectionThatEndsInTheMiddleLeavesNothingBehind() {
    try (TestNode a = TestNode.open(guard.vertx(), "a", directory)) {
      Future<byte[]> answer;
      try (TestNode b = TestNode.open(guard.vertx(), "b", directory)) {
        PeerEndpoint asker = serving(1, a, b, memory);
        serving(2, b, a, new PartMemory(256L << 20));
        onLoop(a, () -> assertThat(ask(asker, new byte[1])).isNotNull());
        List<Future<byte[]>> asked = new ArrayList<>();
        onLoop(a, () -> asked.add(ask(asker, random(3 * LARGE_BYTES, 1))));
        answer = asked.getFirst();
      }
      assertThat(answer.transform(end -> Future.succeededFuture(end.failed())))
          .satisfies(end -> assertThat(Awaiting.await(end)).isTrue());
      // Listeners hear of the break first, and then, in the same turn of the loop, it is given
      // back.
      onLoop(a, () -> assertThat(memory.heldBytes()).isZero());
    }
  }
}
