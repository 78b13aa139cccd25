package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.causal.CausalContext;
import io.atoll.peer.PeerCodec;
import io.atoll.replication.PeerPayloads.Payload;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ReplicationCodecTest {
  private static final List<PeerCodec<?>> CODECS =
      List.of(
          ReplicationProtocol.READ.request(),
          ReplicationProtocol.READ.reply(),
          ReplicationProtocol.APPLY.request(),
          ReplicationProtocol.APPLY.reply(),
          ReplicationProtocol.COORDINATE.request(),
          ReplicationProtocol.COORDINATE.reply());

  @Provide
  Arbitrary<Payload<?>> payloads() {
    return PeerPayloads.all();
  }

  @Provide
  Arbitrary<RequestFailure> failures() {
    return PeerPayloads.failures();
  }

  @Provide
  Arbitrary<PeerCodec<?>> codecs() {
    return Arbitraries.of(CODECS);
  }

  @Property(tries = 2_000)
  void whatIsWrittenIsRead(@ForAll("payloads") Payload<?> payload) {
    assertReadBack(payload);
  }

  private static <T> void assertReadBack(Payload<T> payload) {
    byte[] bytes = payload.bytes();
    T read = payload.read(bytes);
    assertThat(new Payload<>(payload.codec(), read).bytes()).isEqualTo(bytes);
    assertThat(read)
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*failure.*")
        .isEqualTo(payload.value());
  }

  @Property(tries = 500)
  void aFailureArrivesAsWhatItWas(@ForAll("failures") RequestFailure failure) {
    Payload<PeerReply<Merged>> payload =
        new Payload<>(
            ReplicationProtocol.APPLY.reply(), new PeerReply.Failed<Merged>(2, 3, failure));
    PeerReply.Failed<Merged> read = (PeerReply.Failed<Merged>) payload.read(payload.bytes());
    RequestFailure arrived = read.failure();
    assertThat(read.member()).isEqualTo(3);
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

  @Property(tries = 40_000)
  void randomBytesAreAPayloadOrMalformed(
      @ForAll("codecs") PeerCodec<?> codec, @ForAll byte[] bytes) {
    readsOrRefuses(codec, bytes);
  }

  @Property(tries = 5_000)
  void aChangedByteIsAnotherPayloadOrMalformed(
      @ForAll("payloads") Payload<?> payload, @ForAll @IntRange(min = 0) int at, @ForAll byte by) {
    byte[] bytes = payload.bytes();
    bytes[at % bytes.length] ^= by;
    readsOrRefuses(payload.codec(), bytes);
  }

  @Property(tries = 500)
  void whatIsCutOffIsMalformed(@ForAll("payloads") Payload<?> payload) {
    byte[] bytes = payload.bytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> payload.read(cut))
          .as("%d of %d bytes", length, bytes.length)
          .isInstanceOf(MalformedBytesException.class);
    }
  }

  @Property(tries = 500)
  void whatIsLongerIsMalformed(@ForAll("payloads") Payload<?> payload, @ForAll byte more) {
    byte[] bytes = payload.bytes();
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    longer[bytes.length] = more;
    assertThatThrownBy(() -> payload.read(longer)).isInstanceOf(MalformedBytesException.class);
  }

  @Example
  void aTimeoutBeyondTheBoundIsCutToIt() {
    WriteRequest write =
        new WriteRequest(
            "ks", new byte[1], CausalContext.EMPTY, true, "", new byte[0], null, Long.MAX_VALUE);
    Payload<PeerRequest.Coordinate> payload =
        new Payload<>(
            ReplicationProtocol.COORDINATE.request(), new PeerRequest.Coordinate(3, write));
    assertThat(payload.read(payload.bytes()).write().timeoutMs()).isEqualTo(Integer.MAX_VALUE);
  }

  /** A node of an older release names no id, and is told none. */
  @Example
  void beforeVersionThreeAnyKeyspaceOfTheNameIsMeant() {
    WriteRequest write =
        new WriteRequest(
            "ks", 7, new byte[1], CausalContext.EMPTY, true, "", new byte[0], null, 100);
    PeerCodec<PeerRequest.Coordinate> codec = ReplicationProtocol.COORDINATE.request();
    for (int version = 1; version <= 3; version++) {
      ByteWriter out = new ByteWriter(16);
      codec.write(out, new PeerRequest.Coordinate(3, write), version);
      ByteReader in = new ByteReader(out.toBytes());
      assertThat(codec.read(in, version).write().keyspaceId())
          .isEqualTo(version < 3 ? WriteRequest.ANY_KEYSPACE : 7);
      in.finish();
    }
  }

  /** What is read is written as the same bytes: nothing has two encodings. */
  private static <T> void readsOrRefuses(PeerCodec<T> codec, byte[] bytes) {
    T read;
    try {
      read = new Payload<T>(codec, null).read(bytes);
    } catch (MalformedBytesException expected) {
      assertThat(expected).hasMessageMatching("(?s).+");
      return;
    }
    assertThat(new Payload<>(codec, read).bytes()).isEqualTo(bytes);
  }
}
