package io.atoll.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.synod.Acceptor;
import io.atoll.synod.Ballot;
import io.atoll.synod.SynodMessage;
import io.atoll.synod.Vote;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
  @Property(tries = 200)
  void aMessageComesBackAsItWas(@ForAll("messages") Message message) {
    assertThat(MessageCodec.decode(MessageCodec.encode(message)))
        .usingRecursiveComparison()
        .isEqualTo(message);
  }

  @Property(tries = 200)
  void aStateComesBackAsItWas(@ForAll("states") DurableState state) {
    assertThat(DurableState.decode(state.encode())).usingRecursiveComparison().isEqualTo(state);
  }

  @Property
  void anyBytesAreAMessageOrATypedError(@ForAll byte[] bytes) {
    decodesOrFailsAsTyped(bytes);
    if (bytes.length > 1) {
      bytes[0] = MessageCodec.VERSION;
      bytes[1] &= 0xf;
      decodesOrFailsAsTyped(bytes);
    }
  }

  @Property
  void aDamagedMessageIsAMessageOrATypedError(
      @ForAll("messages") Message message, @ForAll Random random) {
    decodesOrFailsAsTyped(damaged(MessageCodec.encode(message), random));
  }

  @Property
  void aDamagedStateIsAStateOrATypedError(
      @ForAll("states") DurableState state, @ForAll Random random) {
    byte[] bytes = damaged(state.encode(), random);
    try {
      assertThat(DurableState.decode(bytes).encode()).isEqualTo(bytes);
    } catch (MalformedBytesException expected) {
      assertThat(expected).hasMessageStartingWith("topology state: ");
    }
  }

  @Property(tries = 100)
  void aMessageThatIsCutShortIsRefused(@ForAll("messages") Message message) {
    byte[] whole = MessageCodec.encode(message);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> MessageCodec.decode(cut))
          .isInstanceOf(MalformedBytesException.class);
    }
  }

  @Test
  void aLengthThatTheBytesDoNotBearOutAllocatesNothing() {
    assertThatThrownBy(() -> MessageCodec.decode(decided(TopologyLogSettings.MAX_VALUE_BYTES)))
        .hasMessage("topology message: byte 14: value needs 4190208 bytes, but only 0 are left");
    assertThatThrownBy(() -> MessageCodec.decode(decided(Integer.MAX_VALUE)))
        .hasMessage(
            "topology message: byte 10: the length of a value in bytes is 2147483647;"
                + " must be 0 to 4190208");
  }

  private static byte[] decided(int valueBytes) {
    return new ByteWriter(0).writeByte(1).writeByte(6).writeLong(2).writeInt(valueBytes).toBytes();
  }

  @Test
  void theLargestAnswerFitsAPeerFrame() {
    byte[] largest = new byte[TopologyLogSettings.MAX_VALUE_BYTES];
    Message message =
        new Message.OfInstance(
            2,
            new SynodMessage.Promise<>(
                new Ballot(1, "n"), Optional.of(new Vote<>(new Ballot(1, "m"), largest))));
    byte[] bytes = MessageCodec.encode(message);
    assertThat(MessageCodec.decode(bytes)).isInstanceOf(Message.OfInstance.class);
    assertThat(MessageCodec.MAX_BYTES).isLessThan(io.atoll.env.PeerLinks.MAX_FRAME_BYTES);
  }

  /** Whatever is decoded has one form only: encoding it gives the same bytes. */
  private static void decodesOrFailsAsTyped(byte[] bytes) {
    try {
      assertThat(MessageCodec.encode(MessageCodec.decode(bytes))).isEqualTo(bytes);
    } catch (MalformedBytesException expected) {
      assertThat(expected).hasMessageStartingWith("topology message: ");
    }
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  @Provide
  Arbitrary<Message> messages() {
    return Arbitraries.oneOf(
        Combinators.combine(epochs(), synodMessages()).as(Message.OfInstance::new),
        Combinators.combine(epochs(), values()).as(Message.Decided::new),
        epochs().map(Message.Fetch::new),
        Combinators.combine(epochs(), epochs(), values().list().ofMaxSize(5))
            .as(Message.Fetched::new));
  }

  @Provide
  Arbitrary<DurableState> states() {
    Arbitrary<Acceptor<byte[]>> acceptors =
        Combinators.combine(ballots(), votes()).as((b, v) -> new Acceptor<>(b, v));
    Arbitrary<List<byte[]>> decided = values().list().ofMinSize(1).ofMaxSize(5);
    return Combinators.combine(epochs(), acceptors, epochs(), decided).as(DurableState::new);
  }

  private static Arbitrary<Long> epochs() {
    return Arbitraries.longs().between(1, Elements.MAX_NUMBER);
  }

  private static Arbitrary<SynodMessage<byte[]>> synodMessages() {
    return Arbitraries.oneOf(
        ballots().map(SynodMessage.Prepare::new),
        Combinators.combine(ballots(), votes()).as(SynodMessage.Promise::new),
        Combinators.combine(ballots(), values()).as(SynodMessage.Accept::new),
        ballots().map(SynodMessage.Accepted::new),
        Combinators.combine(ballots(), ballots()).as(SynodMessage.Refused::new));
  }

  private static Arbitrary<Ballot> ballots() {
    return Combinators.combine(
            Arbitraries.longs().between(0, Elements.MAX_NUMBER),
            Arbitraries.strings().withCharRange('a', 'ž').ofMaxLength(40))
        .as(Ballot::new);
  }

  private static Arbitrary<Optional<Vote<byte[]>>> votes() {
    return Combinators.combine(ballots(), values()).as(Vote<byte[]>::new).optional();
  }

  private static Arbitrary<byte[]> values() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(60);
  }
}
