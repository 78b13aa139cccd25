package io.atoll.peer;

import io.atoll.bytes.ByteWriter;

/** Makes frames as FORMAT.md describes them, each in an array of its own. */
final class FrameWriter {
  private static final int USUAL_FRAME_BYTES = 64 * 1024 + 64;

  private ByteWriter out = new ByteWriter(USUAL_FRAME_BYTES);

  <Q> byte[] request(
      int version, PeerCall<Q, ?> call, long number, int asker, long timeLeftMs, Q request) {
    out.writeByte(FrameHead.REQUEST)
        .writeVarint(call.protocol().number())
        .writeVarint(call.number())
        .writeVarint(number)
        .writeVarint(asker);
    if (version >= FrameHead.TIME_LEFT_VERSION) {
      out.writeVarint(Math.min(timeLeftMs, Integer.MAX_VALUE));
    }
    call.request().write(out, request, version);
    return finish();
  }

  <R> byte[] reply(int version, PeerCall<?, R> call, long number, R reply) {
    out.writeByte(FrameHead.REPLY).writeVarint(number);
    call.reply().write(out, reply, version);
    return finish();
  }

  byte[] notServed(int version, long number, NotServed why) {
    out.writeByte(FrameHead.NOT_SERVED).writeVarint(number);
    NotServedCodec.INSTANCE.write(out, why, version);
    return finish();
  }

  <Q> byte[] message(int version, PeerMessage<Q> message, Q content) {
    out.writeByte(FrameHead.MESSAGE)
        .writeVarint(message.protocol().number())
        .writeVarint(message.number());
    message.content().write(out, content, version);
    return finish();
  }

  /**
   * A message that nobody takes, so that a link opens: what is to be sent waits for its version.
   */
  byte[] opening(int version) {
    out.writeByte(FrameHead.MESSAGE)
        .writeVarint(PeerProtocol.MAX_NUMBER)
        .writeVarint(PeerProtocol.MAX_NUMBER);
    return finish();
  }

  byte[] firstPart(long number, byte[] message, int length) {
    out.writeByte(FrameHead.FIRST_PART).writeVarint(number).writeVarint(message.length);
    out.writeRaw(message, 0, length);
    return finish();
  }

  byte[] part(long number, byte[] message, int from, int length) {
    out.writeByte(FrameHead.PART).writeVarint(number).writeRaw(message, from, length);
    return finish();
  }

  <Q> byte[] open(
      int version, PeerStream<Q, ?> stream, long number, int asker, int credit, Q request) {
    out.writeByte(FrameHead.OPEN)
        .writeVarint(stream.protocol().number())
        .writeVarint(stream.number())
        .writeVarint(number)
        .writeVarint(asker)
        .writeVarint(credit);
    stream.request().write(out, request, version);
    return finish();
  }

  byte[] credit(long number, int bytes) {
    out.writeByte(FrameHead.CREDIT).writeVarint(number).writeVarint(bytes);
    return finish();
  }

  byte[] chunk(int version, long number, byte[] chunk) {
    out.writeByte(FrameHead.CHUNK).writeVarint(number);
    ChunkCodec.INSTANCE.write(out, chunk, version);
    return finish();
  }

  <R> byte[] end(int version, PeerStream<?, R> stream, long number, R result) {
    out.writeByte(FrameHead.END).writeVarint(number);
    stream.result().write(out, result, version);
    return finish();
  }

  /**
   * @param kind {@link FrameHead#CANCEL} by who asked, {@link FrameHead#ABORT} by who was asked
   */
  byte[] streamFailed(int version, int kind, long number, StreamFailure why) {
    out.writeByte(kind).writeVarint(number);
    StreamFailureCodec.INSTANCE.write(out, why, version);
    return finish();
  }

  private byte[] finish() {
    byte[] frame = out.toBytes();
    out.clear();
    if (frame.length > USUAL_FRAME_BYTES) {
      out = new ByteWriter(USUAL_FRAME_BYTES);
    }
    return frame;
  }
}
