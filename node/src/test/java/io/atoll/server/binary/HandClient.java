package io.atoll.server.binary;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.wire.FrameDecoder;
import io.atoll.wire.Greeting;
import io.atoll.wire.LevelCode;
import io.atoll.wire.Protocol;
import io.atoll.wire.Request;
import io.atoll.wire.RequestCodec;
import io.atoll.wire.Response;
import io.atoll.wire.ResponseCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The other end of a session, without sockets: what a test sends, and all that came of it. */
final class HandClient implements BinarySession.Output {
  static final Request.Terms TERMS = new Request.Terms(1, LevelCode.DEFAULT, false, 0);

  private final BinarySession session;
  private final FrameDecoder decoder = new FrameDecoder(Protocol.MAX_FRAME_BYTES);

  /** The writes as the session made them. */
  final List<byte[]> writes = new ArrayList<>();

  /** Answers by the number of their request, in the order in which they came. */
  final List<Long> order = new ArrayList<>();

  final Map<Long, Response> answers = new TreeMap<>();

  /** Values that came before the last frame of their answer. */
  final Map<Long, List<Response.Value>> early = new TreeMap<>();

  boolean takes = true;
  boolean reading = true;
  boolean closed;
  Greeting greeting;
  Response.Welcome welcome;
  Response.GoAway goAway;
  private long unsentBytes;
  private boolean decodes = true;

  HandClient(BinaryDoor door) {
    session = door.accept(this);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Request.Get get(String key, byte[]... contexts) {
    return new Request.Get(TERMS, new Request.Reading(bytes(key), List.of(contexts)));
  }

  static Request.Write put(String key, String value, byte[]... contexts) {
    return new Request.Write(
        TERMS,
        new Request.Writing(bytes(key), List.of(contexts), false, "text/plain", bytes(value)));
  }

  static Request.Write delete(String key, byte[]... contexts) {
    return new Request.Write(
        TERMS, new Request.Writing(bytes(key), List.of(contexts), true, "", new byte[0]));
  }

  static byte[] frame(long number, Request request) {
    ByteWriter out = new ByteWriter(0);
    RequestCodec.write(out, number, request);
    return Arrays.copyOf(out.array(), out.size());
  }

  /** It was accepted. */
  boolean isServed() {
    return session != null;
  }

  HandClient greet() {
    send(Greeting.ofClient().encode());
    return this;
  }

  void send(long number, Request request) {
    send(frame(number, request));
  }

  void send(byte[] bytes) {
    session.received(ByteBuffer.wrap(bytes));
  }

  /** What comes is no frames. */
  void raw() {
    decodes = false;
  }

  byte[] allBytes() {
    ByteWriter all = new ByteWriter(0);
    writes.forEach(all::writeRaw);
    return Arrays.copyOf(all.array(), all.size());
  }

  /** The connection breaks. */
  void leave() {
    session.closed();
  }

  /** The network takes some of what it has. */
  void takes(long bytes) {
    unsentBytes -= Math.min(bytes, unsentBytes);
    session.drained();
  }

  <T extends Response> T answer(long number, Class<T> type) {
    return type.cast(answers.get(number));
  }

  Response.Failed failed(long number) {
    return answer(number, Response.Failed.class);
  }

  String value(long number) {
    return new String(
        answer(number, Response.Values.class).values().getFirst().value(), StandardCharsets.UTF_8);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    byte[] copy = Arrays.copyOfRange(bytes, from, from + length);
    writes.add(copy);
    if (!takes) {
      unsentBytes += length;
    }
    if (decodes) {
      decoder.add(ByteBuffer.wrap(copy));
      decode();
    }
  }

  private void decode() {
    if (greeting == null) {
      greeting = Greeting.decode(decoder.take(Greeting.BYTES));
    }
    for (ByteReader frame = decoder.next(); frame != null; frame = decoder.next()) {
      ResponseCodec.read(frame, this::take);
    }
  }

  private void take(long number, Response response) {
    switch (response) {
      case Response.Welcome first -> welcome = first;
      case Response.GoAway last -> goAway = last;
      case Response.SomeValues some -> {
        order.add(number);
        early.computeIfAbsent(number, first -> new ArrayList<>()).addAll(some.values());
      }
      default -> {
        order.add(number);
        if (answers.put(number, response) != null) {
          throw new AssertionError("request " + number + " is answered twice");
        }
      }
    }
  }

  @Override
  public long unsentBytes() {
    return unsentBytes;
  }

  @Override
  public void reading(boolean wanted) {
    reading = wanted;
  }

  @Override
  public void close() {
    closed = true;
  }
}
