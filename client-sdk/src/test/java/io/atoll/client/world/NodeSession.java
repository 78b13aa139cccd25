package io.atoll.client.world;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.wire.FrameDecoder;
import io.atoll.wire.Greeting;
import io.atoll.wire.Protocol;
import io.atoll.wire.Request;
import io.atoll.wire.RequestCodec;
import io.atoll.wire.Response;
import io.atoll.wire.ResponseCodec;
import java.nio.ByteBuffer;

/** The node's side of one connection, on the real codecs. */
public final class NodeSession {
  /** Storage shards of every node. */
  public static final int SHARDS = 8;

  private final FakeNode node;
  private final FakeNode.Peer peer;
  private final FrameDecoder in = new FrameDecoder(Protocol.MAX_FRAME_BYTES);
  private final int loop;
  private boolean greeted;

  public NodeSession(FakeNode node, FakeNode.Peer peer) {
    this.node = node;
    this.peer = peer;
    this.loop = node.land();
  }

  /** Bytes came from the client. */
  public void received(byte[] bytes) {
    if (node.stranger() != null) {
      if (node.stranger().length > 0) {
        peer.send(node.stranger());
      }
      return;
    }
    in.add(ByteBuffer.wrap(bytes));
    try {
      read();
    } catch (MalformedBytesException e) {
      hangUp("it was sent something that is not a message: " + e.getMessage());
    }
  }

  private void read() {
    if (!greeted) {
      byte[] greeting = in.take(Greeting.BYTES);
      if (greeting == null) {
        return;
      }
      peer.send(Greeting.answerTo(Greeting.decode(greeting)).encode());
      send(0, welcome());
      greeted = true;
    }
    for (ByteReader frame = in.next(); frame != null; frame = in.next()) {
      RequestCodec.read(frame, this::request);
    }
  }

  /** Answers, after the node's delay. */
  public void answer(long number, Response response) {
    answerAfter(node.delayNanos(), number, response);
  }

  /** Answers after so long, or later where the node hangs then. */
  public void answerAfter(long delayNanos, long number, Response response) {
    node.cluster()
        .later(
            delayNanos,
            () -> {
              if (node.is(FakeNode.Fault.HANGS)) {
                answerAfter(5_000_000, number, response);
              } else {
                send(number, response);
              }
            });
  }

  public void hangUp(String reason) {
    peer.hangUp(reason);
  }

  private Response.Welcome welcome() {
    return new Response.Welcome(
        node.cluster().name(),
        node.nodeId(),
        node.dc(),
        node.cluster().view().epoch(),
        loop,
        node.loops(),
        SHARDS,
        node.maxInFlight(),
        10_240,
        1 << 20);
  }

  private void request(long number, Request request) {
    switch (request) {
      case Request.Get get -> one(number, get);
      case Request.Write write -> one(number, write);
      case Request.GetMany many -> {
        for (int i = 0; i < many.readings().size(); i++) {
          one(number + i, new Request.Get(many.terms(), many.readings().get(i)));
        }
        node.cluster().sawBatch(many.readings().size());
      }
      case Request.WriteMany many -> {
        for (int i = 0; i < many.writings().size(); i++) {
          one(number + i, new Request.Write(many.terms(), many.writings().get(i)));
        }
        node.cluster().sawBatch(many.writings().size());
      }
      case Request.GetView view -> {
        node.cluster().toldView();
        answer(number, new Response.View(node.cluster().view().encode()));
      }
      case Request.Ping ping -> answer(number, new Response.Pong());
    }
  }

  private void one(long number, Request request) {
    node.asked();
    node.cluster().landed(node, loop, request);
    if (node.treatment() != null) {
      node.treatment().treat(this, number, request);
    } else {
      answer(number, node.cluster().done(request));
    }
  }

  /** What the node would do, and its answer. */
  public Response usual(Request request) {
    return node.cluster().done(request);
  }

  private void send(long number, Response response) {
    peer.send(encode(number, response));
  }

  static byte[] encode(long number, Response response) {
    ByteWriter out = new ByteWriter(64);
    ResponseCodec.write(out, number, response);
    return out.toBytes();
  }
}
