package io.atoll.peer;

import io.atoll.bytes.ByteWriter;

/** Makes frames as FORMAT.md describes them, each in an array of its own. */
final class FrameWriter {
  private static final int USUAL_FRAME_BYTES = 64 * 1024;

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

  private byte[] finish() {
    byte[] frame = out.toBytes();
    out.clear();
    if (frame.length > USUAL_FRAME_BYTES) {
      out = new ByteWriter(USUAL_FRAME_BYTES);
    }
    return frame;
  }
}
