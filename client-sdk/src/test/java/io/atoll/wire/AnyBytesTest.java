package io.atoll.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Decoders take any bytes: they answer a message or say that it is none, and believe no length.
 * Good messages that were cut, grown and changed reach further into them than chance does.
 */
class AnyBytesTest {
  private static final List<Consumer<byte[]>> DECODERS =
      List.of(
          bytes -> RequestCodec.read(new ByteReader(bytes), (number, request) -> {}),
          bytes -> ResponseCodec.read(new ByteReader(bytes), (number, response) -> {}),
          ClusterView::decode,
          Greeting::decode);

  @Provide
  Arbitrary<byte[]> mutated() {
    return Arbitraries.oneOf(
            Messages.requests().map(AnyBytesTest::body),
            Messages.responses().map(AnyBytesTest::body),
            Messages.views().map(ClusterView::encode),
            Arbitraries.just(Greeting.ofClient().encode()))
        .flatMap(
            bytes ->
                Arbitraries.randomValue(
                    random -> {
                      byte[] changed =
                          random.nextInt(3) == 0
                              ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 4))
                              : bytes.clone();
                      for (int i = random.nextInt(4); i > 0 && changed.length > 0; i--) {
                        changed[random.nextInt(changed.length)] =
                            (byte) (random.nextBoolean() ? random.nextInt() : 0xFF);
                      }
                      return changed;
                    }));
  }

  private static byte[] body(Request request) {
    ByteWriter out = new ByteWriter(0);
    RequestCodec.write(out, 1, request);
    return Arrays.copyOfRange(out.toBytes(), Integer.BYTES, out.size());
  }

  private static byte[] body(Response response) {
    ByteWriter out = new ByteWriter(0);
    ResponseCodec.write(out, 1, response);
    return Arrays.copyOfRange(out.toBytes(), Integer.BYTES, out.size());
  }

  private static void decodeAll(byte[] bytes) {
    for (Consumer<byte[]> decoder : DECODERS) {
      try {
        decoder.accept(bytes);
      } catch (MalformedBytesException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
    }
  }

  @Property(tries = 1_500)
  void randomBytesAreReadOrRefused(@ForAll @Size(max = 60) byte[] bytes) {
    decodeAll(bytes);
  }

  @Property(tries = 1_000)
  void everyKindWithRandomBytesBehindItIsReadOrRefused(
      @ForAll @IntRange(max = 75) int kind, @ForAll @Size(max = 60) byte[] rest) {
    byte[] bytes = new byte[rest.length + 2];
    bytes[0] = (byte) kind;
    bytes[1] = 1;
    System.arraycopy(rest, 0, bytes, 2, rest.length);
    decodeAll(bytes);
  }

  @Property(tries = 1_500)
  void aRequestHasOneEncoding(@ForAll("mutated") byte[] bytes) {
    try {
      RequestCodec.read(
          new ByteReader(bytes),
          (number, request) -> {
            ByteWriter again = new ByteWriter(0);
            RequestCodec.write(again, number, request);
            assertThat(Arrays.copyOfRange(again.array(), Integer.BYTES, again.size()))
                .isEqualTo(bytes);
          });
    } catch (MalformedBytesException expected) {
      assertThat(expected.getMessage()).isNotBlank();
    }
  }

  @Property(tries = 1_500)
  void changedMessagesAreReadOrRefused(@ForAll("mutated") byte[] bytes) {
    decodeAll(bytes);
  }

  @Property(tries = 80)
  void everyBeginningOfAMessageIsReadOrRefused(@ForAll("mutated") byte[] bytes) {
    for (int length = 0; length < bytes.length; length++) {
      decodeAll(Arrays.copyOf(bytes, length));
    }
  }

  @Property(tries = 1_000)
  void theFrameDecoderCutsAtTheSamePlacesHoweverTheBytesCome(
      @ForAll @Size(max = 12) List<@IntRange(min = 1, max = 3_000) Integer> lengths,
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 5_000) Integer> pieces) {
    ByteWriter out = new ByteWriter(0);
    for (int length : lengths) {
      int frame = out.beginFrame();
      for (int i = 0; i < length; i++) {
        out.writeByte(length + i);
      }
      out.endFrame(frame);
    }
    byte[] stream = out.toBytes();
    FrameDecoder decoder = new FrameDecoder(3_000);
    int at = 0;
    int seen = 0;
    for (int turn = 0; at < stream.length; turn++) {
      int piece = Math.min(pieces.get(turn % pieces.size()), stream.length - at);
      decoder.add(ByteBuffer.wrap(stream, at, piece));
      at += piece;
      for (ByteReader frame = decoder.next(); frame != null; frame = decoder.next()) {
        int length = lengths.get(seen++);
        assertThat(frame.remaining()).isEqualTo(length);
        for (int i = 0; i < length; i++) {
          assertThat((byte) frame.readByte()).isEqualTo((byte) (length + i));
        }
      }
    }
    assertThat(seen).isEqualTo(lengths.size());
    assertThat(decoder.waitingBytes()).isZero();
  }

  @Property(tries = 1_000)
  void theFrameDecoderTakesAnyBytes(@ForAll @Size(max = 200) byte[] bytes) {
    FrameDecoder decoder = new FrameDecoder(1 << 20);
    try {
      decoder.add(ByteBuffer.wrap(bytes));
      while (decoder.next() != null) {
        // Frames of garbage are frames.
      }
    } catch (MalformedBytesException expected) {
      assertThat(expected).hasMessageContaining("is announced");
    }
    assertThat(decoder.waitingBytes()).isBetween(0, bytes.length);
  }

  @Example
  void noLengthIsBelievedBeforeItsBytesAreThere() {
    byte[] lies = new byte[64];
    Arrays.fill(lies, (byte) 0x7F);
    long before = allocatedBytes();
    for (int kind = 0; kind < 256; kind++) {
      for (int at = 1; at < lies.length - 5; at++) {
        byte[] bytes = lies.clone();
        bytes[0] = (byte) kind;
        // A varint of two thousand million, wherever a length or a count may stand.
        System.arraycopy(
            new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 7}, 0, bytes, at, 5);
        decodeAll(bytes);
      }
    }
    long perTry = (allocatedBytes() - before) / (256 * 58);
    assertThat(perTry).as("bytes allocated per try").isLessThan(64 * 1024);
    FrameDecoder decoder = new FrameDecoder(Protocol.MAX_FRAME_BYTES);
    long frameBefore = allocatedBytes();
    decoder.add(ByteBuffer.wrap(new byte[] {1, 0, 0, 0, 1}));
    assertThat(decoder.next()).isNull();
    assertThat(allocatedBytes() - frameBefore).isLessThan(64 * 1024);
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
