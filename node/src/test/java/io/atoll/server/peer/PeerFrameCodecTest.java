package io.atoll.server.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.replication.PeerReply;
import io.atoll.replication.PeerRequest;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class PeerFrameCodecTest {
  @Provide
  Arbitrary<PeerFrame> frames() {
    return PeerFrames.all();
  }

  @Provide
  Arbitrary<RequestFailure> failures() {
    return PeerFrames.failures();
  }

  @Property(tries = 2_000)
  void whatIsWrittenIsRead(@ForAll("frames") PeerFrame frame) {
    byte[] bytes = PeerFrameCodec.encode(frame);
    PeerFrame read = PeerFrameCodec.decode(bytes);
    assertThat(PeerFrameCodec.encode(read)).isEqualTo(bytes);
    assertThat(read)
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*failure.*")
        .isEqualTo(frame);
  }

  @Property(tries = 500)
  void aFailureArrivesAsWhatItWas(@ForAll("failures") RequestFailure failure) {
    PeerFrame frame = new PeerFrame.Answer(1, new PeerReply.Failed(2, 3, failure));
    PeerFrame.Answer read = (PeerFrame.Answer) PeerFrameCodec.decode(PeerFrameCodec.encode(frame));
    RequestFailure arrived = ((PeerReply.Failed) read.reply()).failure();
    assertThat(arrived).hasSameClassAs(failure).hasMessage(failure.getMessage());
    assertThat(arrived.replicas()).isEqualTo(failure.replicas());
    if (failure instanceof RequestFailure.Unavailable sent) {
      assertThat(((RequestFailure.Unavailable) arrived).alive()).isEqualTo(sent.alive());
      assertThat(((RequestFailure.Unavailable) arrived).required()).isEqualTo(sent.required());
    }
    if (failure instanceof RequestFailure.NotEnoughAnswers sent) {
      assertThat(((RequestFailure.NotEnoughAnswers) arrived).outcome()).isEqualTo(sent.outcome());
    }
  }

  @Property(tries = 20_000)
  void randomBytesAreAFrameOrMalformed(@ForAll byte[] bytes) {
    readsOrRefuses(bytes);
  }

  @Property(tries = 20_000)
  void randomBytesBehindAKindAreAFrameOrMalformed(
      @ForAll @IntRange(min = 0, max = 35) int kind, @ForAll byte[] rest) {
    byte[] bytes = new byte[rest.length + 1];
    bytes[0] = (byte) kind;
    System.arraycopy(rest, 0, bytes, 1, rest.length);
    readsOrRefuses(bytes);
  }

  @Property(tries = 5_000)
  void aChangedByteIsAnotherFrameOrMalformed(
      @ForAll("frames") PeerFrame frame, @ForAll @IntRange(min = 0) int at, @ForAll byte by) {
    byte[] bytes = PeerFrameCodec.encode(frame);
    bytes[at % bytes.length] ^= by;
    readsOrRefuses(bytes);
  }

  @Property(tries = 500)
  void whatIsCutOffIsMalformed(@ForAll("frames") PeerFrame frame) {
    byte[] bytes = PeerFrameCodec.encode(frame);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> PeerFrameCodec.decode(cut))
          .as("%d of %d bytes", length, bytes.length)
          .isInstanceOf(MalformedBytesException.class);
    }
  }

  @Property(tries = 500)
  void whatIsLongerIsMalformed(@ForAll("frames") PeerFrame frame, @ForAll byte more) {
    byte[] bytes = PeerFrameCodec.encode(frame);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    longer[bytes.length] = more;
    assertThatThrownBy(() -> PeerFrameCodec.decode(longer))
        .isInstanceOf(MalformedBytesException.class);
  }

  @Example
  void aTimeoutBeyondTheBoundIsCutToIt() {
    WriteRequest write =
        new WriteRequest(
            "ks",
            new byte[1],
            io.atoll.causal.CausalContext.EMPTY,
            true,
            "",
            new byte[0],
            null,
            Long.MAX_VALUE);
    PeerFrame frame = new PeerFrame.Question(1, 2, new PeerRequest.Coordinate(3, write));
    PeerFrame.Question read =
        (PeerFrame.Question) PeerFrameCodec.decode(PeerFrameCodec.encode(frame));
    assertThat(((PeerRequest.Coordinate) read.request()).write().timeoutMs())
        .isEqualTo(Integer.MAX_VALUE);
  }

  /** What is read is written as the same bytes: nothing has two encodings. */
  private static void readsOrRefuses(byte[] bytes) {
    PeerFrame frame;
    try {
      frame = PeerFrameCodec.decode(bytes);
    } catch (MalformedBytesException expected) {
      assertThat(expected).hasMessageMatching("(?s).+");
      return;
    }
    assertThat(PeerFrameCodec.encode(frame)).isEqualTo(bytes);
  }
}
