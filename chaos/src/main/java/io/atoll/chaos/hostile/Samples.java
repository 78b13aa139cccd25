package io.atoll.chaos.hostile;

import io.atoll.bytes.ByteWriter;
import io.atoll.wire.Greeting;
import io.atoll.wire.LevelCode;
import io.atoll.wire.Request;
import io.atoll.wire.RequestCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** What each port of a node expects, for {@link Garbage} to begin with. */
final class Samples {
  private static final Request.Terms TERMS = new Request.Terms(1, LevelCode.DEFAULT, false, 1_000);

  private Samples() {}

  /** Requests of HTTP/1.1, of HTTP/2 its beginning. */
  static List<byte[]> http() {
    return List.of(
        text("GET /v1/kv/default/k HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n\r\n"),
        text("GET /v1/kv/default/k?r=quorum&timeout=100 HTTP/1.1\r\nHost: h\r\n\r\n".repeat(3)),
        text(
            "PUT /v1/kv/default/g?w=one HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n"
                + "Content-Type: text/plain\r\nAtoll-Context: AgAAAAAAAAAAAHCdcdA\r\n\r\nvalue"),
        text(
            "PUT /v1/kv/default/g HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nA: b\r\n\r\n"),
        text("DELETE /v1/kv/default/%00%ff HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n\r\n"),
        text(
            "PUT /v1/keyspaces/k HTTP/1.1\r\nHost: h\r\nContent-Length: 26\r\n\r\n"
                + "{\"conflicts\": \"siblings\"  }"),
        text("GET /v1/cluster HTTP/1.0\r\n\r\n"),
        text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0\0\0\6\1\0\0\0\0\0\0\0\0"));
  }

  /** A greeting and frames of the client protocol. */
  static List<byte[]> client() {
    byte[] key = text("k");
    Request.Reading reading = new Request.Reading(key, List.of());
    Request.Writing writing =
        new Request.Writing(text("g"), List.of(text("context")), false, "text/plain", text("v"));
    return List.of(
        Greeting.ofClient().encode(),
        frames(new Request.Ping(), new Request.GetView()),
        frames(new Request.Get(TERMS, reading), new Request.Write(TERMS, writing)),
        frames(new Request.GetMany(TERMS, List.of(reading, reading))),
        frames(new Request.WriteMany(TERMS, List.of(writing, writing))));
  }

  /** The first message of a node, as {@code runtime/FORMAT.md} has it, and frames behind it. */
  static List<byte[]> peer() {
    byte[] hello =
        hex(
            "41544c500101 0000002a 03 000163 000161 000162"
                + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    byte[] proof = hex("41544c500303 00000020" + "5a".repeat(32));
    byte[] frame = hex("00000009 00000000 010209030203686901");
    return List.of(hello, joined(hello, proof), joined(hello, proof, frame, frame), frame);
  }

  /** Datagrams of gossip, as {@code membership/FORMAT.md} has them. */
  static List<byte[]> gossip() {
    return List.of(
        hex(
            "01010200 f55ff16f66f43360 7dc96f776c8423e5 05 0701 ac02 02e807808004 cafebabe 01"
                + "7dc96f776c8423e5 11 0900 f55ff16f66f43360 5c15eb8a5684068b9afd8e0f3417717b"),
        hex(
            "02010201 f55ff16f66f43360 7dc96f776c8423e5 05 0701 ac02 02e807808004 cafebabe 01"
                + "d0f631ca1ddba8db 04 0300 09020a14 0102 a2455ed85cbc4e4c834e8f7621d87d23"));
  }

  private static byte[] frames(Request... requests) {
    ByteWriter out = new ByteWriter(0).writeRaw(Greeting.ofClient().encode());
    for (int i = 0; i < requests.length; i++) {
      RequestCodec.write(out, i + 1L, requests[i]);
    }
    return Arrays.copyOf(out.array(), out.size());
  }

  private static byte[] joined(byte[]... parts) {
    ByteWriter out = new ByteWriter(0);
    for (byte[] part : parts) {
      out.writeRaw(part);
    }
    return Arrays.copyOf(out.array(), out.size());
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }
}
