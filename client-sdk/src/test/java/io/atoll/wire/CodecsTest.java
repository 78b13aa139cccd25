package io.atoll.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What one side writes, the other reads. */
class CodecsTest {
  @Provide
  Arbitrary<Request> requests() {
    return Messages.requests();
  }

  @Provide
  Arbitrary<Response> responses() {
    return Messages.responses();
  }

  @Provide
  Arbitrary<ClusterView> views() {
    return Messages.views();
  }

  @Provide
  Arbitrary<Long> numbers() {
    return Messages.numbers();
  }

  private static Request readRequest(byte[] frame) {
    Request[] read = new Request[1];
    RequestCodec.read(
        new ByteReader(frame),
        (number, request) -> {
          read[0] = request;
        });
    return read[0];
  }

  private static byte[] frame(ByteWriter out) {
    FrameDecoder decoder = new FrameDecoder(Protocol.MAX_FRAME_BYTES);
    decoder.add(ByteBuffer.wrap(out.toBytes()));
    ByteReader frame = decoder.next();
    byte[] bytes = new byte[frame.remaining()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) frame.readByte();
    }
    assertThat(decoder.waitingBytes()).isZero();
    return bytes;
  }

  @Property(tries = 300)
  void aRequestArrivesAsItWasSent(
      @ForAll("numbers") long number, @ForAll("requests") Request request) {
    ByteWriter out = new ByteWriter(0);
    RequestCodec.write(out, number, request);
    RequestCodec.read(
        new ByteReader(frame(out)),
        (readNumber, read) -> {
          assertThat(readNumber).isEqualTo(number);
          assertThat(read).usingRecursiveComparison().isEqualTo(request);
        });
    ByteWriter again = new ByteWriter(0);
    RequestCodec.write(again, number, readRequest(frame(out)));
    assertThat(again.toBytes()).isEqualTo(out.toBytes());
  }

  @Property(tries = 300)
  void aResponseArrivesAsItWasSent(
      @ForAll("numbers") long number, @ForAll("responses") Response response) {
    ByteWriter out = new ByteWriter(0);
    ResponseCodec.write(out, number, response);
    ResponseCodec.read(
        new ByteReader(frame(out)),
        (readNumber, read) -> {
          assertThat(readNumber).isEqualTo(Messages.isUnasked(response) ? 0 : number);
          assertThat(read).usingRecursiveComparison().isEqualTo(response);
        });
  }

  @Property(tries = 200)
  void aViewArrivesAsItWasSent(@ForAll("views") ClusterView view) {
    ClusterView read = ClusterView.decode(view.encode());
    assertThat(read).usingRecursiveComparison().isEqualTo(view);
    assertThat(read.encode()).isEqualTo(view.encode());
  }

  @Example
  void aGreetingFindsTheNewestCommonVersionOrNone() {
    assertThat(Greeting.answerTo(Greeting.decode(Greeting.ofClient().encode())).chosen())
        .isEqualTo(Protocol.MAX_VERSION);
    assertThat(Greeting.answerTo(new Greeting(0, 1, 255)).chosen()).isEqualTo(Protocol.MAX_VERSION);
    assertThat(Greeting.answerTo(new Greeting(0, Protocol.MAX_VERSION + 1, 255)).chosen()).isZero();
    assertThat(Greeting.answerTo(new Greeting(0, 0, Protocol.MIN_VERSION - 1)).chosen()).isZero();
    assertThat(Greeting.answerTo(new Greeting(0, 9, 1)).chosen()).isZero();
  }

  @Example
  void whatNoMessageMaySayIsRefusedByName() {
    refused("07 01", "no request of kind 7");
    refused("06 00", "number 0");
    refused("06 ffffffffffffffffff01", "number 18446744073709551615");
    refused("06 01 00", "1 bytes too many");
    refused("01 01 00 07 00 00 01 61 00", "level of code 7");
    refused("01 01 00 00 02 00 01 61 00", "flags are 2");
    refused("03 01 00 00 00 00 00", "at least one key");
    refused("02 01 00 00 00 00 01 61 00 01 00 01 78", "a delete has neither");
    refused("01 01 00 00 00 00 01 61 41", "65; must be 0 to 64");
  }

  private static void refused(String hex, String why) {
    byte[] frame = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> RequestCodec.read(new ByteReader(frame), (number, request) -> {}))
        .as(hex)
        .isInstanceOf(MalformedBytesException.class)
        .hasMessageContaining(why);
  }

  @Example
  void failuresThatMayHaveAnEffectAreTwo() {
    assertThat(FailureCode.values())
        .filteredOn(code -> !code.withoutEffect())
        .containsExactly(FailureCode.NOT_ENOUGH_ANSWERS, FailureCode.DEFECT);
    for (FailureCode code : FailureCode.values()) {
      assertThat(FailureCode.of(code.code())).isEqualTo(code);
    }
  }
}
