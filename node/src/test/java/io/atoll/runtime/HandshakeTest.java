package io.atoll.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.env.ProtocolVersions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The handshake as a pure state machine. */
class HandshakeTest {
  private static final byte[] DIALER_NONCE = nonce(0);
  private static final byte[] ACCEPTOR_NONCE = nonce(32);

  @Test
  void bothSidesEndWithEachOthersNames() throws Exception {
    DialerHandshake dialer = new DialerHandshake(identity("a"), "b", DIALER_NONCE);
    AcceptorHandshake acceptor = new AcceptorHandshake(identity("b"), ACCEPTOR_NONCE);
    HandshakeMessage challenge = sent(acceptor.receive(dialer.hello()));
    HandshakeMessage welcome = sent(acceptor.receive(sent(dialer.receive(challenge))));
    var atDialer = (Handshake.Step.Established) dialer.receive(welcome);
    var atAcceptor = (Handshake.Step.Established) acceptor.receive(atDialer.last());
    assertThat(atDialer.peerId()).isEqualTo("b");
    assertThat(atAcceptor.peerId()).isEqualTo("a");
    assertThat(atDialer.version()).isEqualTo(3);
    assertThat(atAcceptor.version()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1,2,1", "1,2,1,1,1", "1,2,2,9,2", "2,4,3,3,3", "5,7,1,6,6", "1,255,1,255,255"})
  void theHighestVersionThatBothSpeakIsChosen(
      int dialerLowest, int dialerHighest, int lowest, int highest, int chosen) throws Exception {
    DialerHandshake dialer =
        new DialerHandshake(
            identity("a", new ProtocolVersions(dialerLowest, dialerHighest)), "b", DIALER_NONCE);
    AcceptorHandshake acceptor =
        new AcceptorHandshake(identity("b", new ProtocolVersions(lowest, highest)), ACCEPTOR_NONCE);
    HandshakeMessage challenge = sent(acceptor.receive(dialer.hello()));
    HandshakeMessage welcome = sent(acceptor.receive(sent(dialer.receive(challenge))));
    var atDialer = (Handshake.Step.Established) dialer.receive(welcome);
    var atAcceptor = (Handshake.Step.Established) acceptor.receive(atDialer.last());
    assertThat(atDialer.version()).isEqualTo(chosen);
    assertThat(atAcceptor.version()).isEqualTo(chosen);
  }

  @Test
  void rangesWithoutACommonVersionAreRefusedAndBothAreNamed() throws Exception {
    DialerHandshake dialer =
        new DialerHandshake(identity("a", new ProtocolVersions(1, 2)), "b", DIALER_NONCE);
    AcceptorHandshake acceptor =
        new AcceptorHandshake(identity("b", new ProtocolVersions(3, 4)), ACCEPTOR_NONCE);
    var refused = (Handshake.Step.Refused) acceptor.receive(dialer.hello());
    assertThat(refused.reason()).isEqualTo(LinkFailure.VERSION);
    assertThat(refused.text())
        .startsWith("node 'a' speaks peer protocol 1 to 2, node 'b' 3 to 4: upgrade in steps");
    HandshakeMessage refusal = HandshakeMessage.refusal(refused.reason(), refused.text());
    assertThat(dialer.receive(refusal))
        .isEqualTo(new Handshake.Step.Refused(LinkFailure.VERSION, refused.text(), true));
  }

  @Test
  void aChoiceThatWasNotOfferedIsRefused() throws Exception {
    DialerHandshake dialer =
        new DialerHandshake(identity("a", new ProtocolVersions(1, 2)), "b", DIALER_NONCE);
    assertThat(dialer.receive(HandshakeMessage.challenge(3, "b", ACCEPTOR_NONCE)))
        .matches(step -> refusal(step) == LinkFailure.VERSION);
  }

  @Test
  void nobodyInBetweenCanTalkThemIntoAnOlderVersion() throws Exception {
    DialerHandshake dialer = new DialerHandshake(identity("a"), "b", DIALER_NONCE);
    AcceptorHandshake acceptor = new AcceptorHandshake(identity("b"), ACCEPTOR_NONCE);
    HandshakeMessage lowered =
        HandshakeMessage.hello(new ProtocolVersions(1, 1), "c", "a", "b", DIALER_NONCE);
    HandshakeMessage challenge = sent(acceptor.receive(lowered));
    assertThat(challenge.version()).isEqualTo(1);
    assertThat(acceptor.receive(sent(dialer.receive(challenge))))
        .matches(step -> refusal(step) == LinkFailure.SECRET);
  }

  @Test
  void aLoweredChoiceIsNoticedToo() throws Exception {
    DialerHandshake dialer = new DialerHandshake(identity("a"), "b", DIALER_NONCE);
    AcceptorHandshake acceptor = new AcceptorHandshake(identity("b"), ACCEPTOR_NONCE);
    acceptor.receive(dialer.hello());
    HandshakeMessage proof =
        sent(dialer.receive(HandshakeMessage.challenge(1, "b", ACCEPTOR_NONCE)));
    byte[] raised = proof.bytes().clone();
    raised[4] = 3;
    assertThatThrownBy(() -> acceptor.receive(proof))
        .isInstanceOf(MalformedStreamException.class)
        .hasMessageContaining("of version 1 where 3 was agreed on");
    assertThat(acceptor.receive(new HandshakeMessage(proof.type(), raised)))
        .matches(step -> refusal(step) == LinkFailure.SECRET);
  }

  @Test
  void whatLaterVersionsSayBehindTheNonceIsPassedOver() throws Exception {
    HandshakeMessage hello =
        HandshakeMessage.hello(new ProtocolVersions(1, 9), "c", "a", "b", DIALER_NONCE);
    byte[] longer = Arrays.copyOf(hello.bytes(), hello.bytes().length + 5);
    longer[9] = (byte) (longer[9] + 5);
    HandshakeMessage read = read(longer, HandshakeMessage.Type.HELLO).orElseThrow();
    AcceptorHandshake acceptor = new AcceptorHandshake(identity("b"), ACCEPTOR_NONCE);
    assertThat(sent(acceptor.receive(read)).version()).isEqualTo(3);
  }

  @Test
  void aRangeThatIsNoneIsMalformed() {
    for (int[] range : new int[][] {{0, 1}, {2, 1}, {0, 0}}) {
      HandshakeMessage hello =
          HandshakeMessage.hello(ProtocolVersions.SPOKEN, "c", "a", "b", DIALER_NONCE);
      hello.bytes()[4] = (byte) range[0];
      hello.bytes()[HandshakeMessage.HEADER_BYTES] = (byte) range[1];
      AcceptorHandshake acceptor = new AcceptorHandshake(identity("b"), ACCEPTOR_NONCE);
      assertThatThrownBy(() -> acceptor.receive(hello))
          .isInstanceOf(MalformedStreamException.class);
    }
  }

  @Test
  void aRecordedProofIsWorthNothingInAnotherHandshake() throws Exception {
    AcceptorHandshake first = new AcceptorHandshake(identity("b"), ACCEPTOR_NONCE);
    DialerHandshake dialer = new DialerHandshake(identity("a"), "b", DIALER_NONCE);
    HandshakeMessage proof = sent(dialer.receive(sent(first.receive(dialer.hello()))));
    AcceptorHandshake second = new AcceptorHandshake(identity("b"), nonce(64));
    second.receive(dialer.hello());
    assertThat(second.receive(proof)).matches(step -> refusal(step) == LinkFailure.SECRET);
  }

  @Test
  void aProofCannotBeSentBackToItsMaker() throws Exception {
    DialerHandshake dialer = new DialerHandshake(identity("a"), "b", DIALER_NONCE);
    HandshakeMessage proof =
        sent(dialer.receive(HandshakeMessage.challenge(2, "b", ACCEPTOR_NONCE)));
    HandshakeMessage reflected =
        HandshakeMessage.proof(
            2, HandshakeMessage.Type.WELCOME, proof.asProof().proof(), proof.asProof().greeting());
    assertThat(dialer.receive(reflected)).matches(step -> refusal(step) == LinkFailure.SECRET);
  }

  @Test
  void aNodeRefusesAPeerWithItsOwnName() throws Exception {
    AcceptorHandshake acceptor = new AcceptorHandshake(identity("b"), ACCEPTOR_NONCE);
    Handshake.Step step =
        acceptor.receive(
            HandshakeMessage.hello(ProtocolVersions.SPOKEN, "c", "b", "b", DIALER_NONCE));
    assertThat(refusal(step)).isEqualTo(LinkFailure.PEER_ID);
  }

  @Test
  void aChangedGreetingSpoilsTheProof() throws Exception {
    AcceptorHandshake acceptor = new AcceptorHandshake(identity("b"), ACCEPTOR_NONCE);
    DialerHandshake dialer = new DialerHandshake(identity("a"), "b", DIALER_NONCE);
    HandshakeMessage proof = sent(dialer.receive(sent(acceptor.receive(dialer.hello()))));
    byte[] changed = proof.bytes().clone();
    changed[changed.length - 1] ^= 1;
    assertThat(refusal(acceptor.receive(new HandshakeMessage(proof.type(), changed))))
        .isEqualTo(LinkFailure.SECRET);
  }

  @Property(tries = 300)
  void anyChangedBitIsRefusedOrMalformedAndNeverAccepted(
      @ForAll @IntRange(max = 3) int message, @ForAll long seed) {
    List<HandshakeMessage> transcript = new ArrayList<>();
    Random random = new Random(seed);
    DialerHandshake dialer = new DialerHandshake(identity("a"), "b", DIALER_NONCE);
    AcceptorHandshake acceptor = new AcceptorHandshake(identity("b"), ACCEPTOR_NONCE);
    try {
      transcript.add(dialer.hello());
      Handshake.Step step = null;
      for (int i = 0; i < 4; i++) {
        byte[] bytes = transcript.get(i).bytes().clone();
        if (i == message) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        Handshake receiver = i % 2 == 0 ? acceptor : dialer;
        Optional<HandshakeMessage> read = read(bytes, receiver.awaited());
        if (read.isEmpty()) {
          return;
        }
        step = receiver.receive(read.get());
        if (step instanceof Handshake.Step.Send send) {
          transcript.add(send.message());
        } else {
          break;
        }
      }
      assertThat(step).isInstanceOf(Handshake.Step.Refused.class);
    } catch (MalformedStreamException e) {
      assertThat(e.failure())
          .isIn(LinkFailure.NOT_ATOLL, LinkFailure.VERSION, LinkFailure.MALFORMED);
    }
  }

  @Property(tries = 500)
  void randomBytesNeverDoMoreThanFail(@ForAll byte[] body, @ForAll @IntRange(max = 255) int type) {
    byte[] bytes = new byte[HandshakeMessage.HEADER_BYTES + body.length];
    System.arraycopy(body, 0, bytes, HandshakeMessage.HEADER_BYTES, body.length);
    byte[] header = HandshakeMessage.ready(2).bytes();
    System.arraycopy(header, 0, bytes, 0, 5);
    bytes[5] = (byte) (type % 8);
    bytes[9] = (byte) body.length;
    AcceptorHandshake acceptor = new AcceptorHandshake(identity("b"), ACCEPTOR_NONCE);
    try {
      Optional<HandshakeMessage> read = read(bytes, acceptor.awaited());
      if (read.isPresent()) {
        assertThat(acceptor.receive(read.get())).isInstanceOf(Handshake.Step.Refused.class);
      }
    } catch (MalformedStreamException e) {
      assertThat(e.failure()).isEqualTo(LinkFailure.MALFORMED);
    }
  }

  @Property(tries = 200)
  void messagesAreReadHoweverTheyAreCut(@ForAll @IntRange(min = 1, max = 60) int cut)
      throws Exception {
    HandshakeMessage hello =
        HandshakeMessage.hello(
            ProtocolVersions.SPOKEN, "cluster", "dialer", "wanted", DIALER_NONCE);
    HandshakeReader reader = new HandshakeReader();
    Optional<HandshakeMessage> read = Optional.empty();
    for (int at = 0; at < hello.bytes().length; at += cut) {
      assertThat(read).isEmpty();
      byte[] part = Arrays.copyOfRange(hello.bytes(), at, Math.min(at + cut, hello.bytes().length));
      read = reader.read(Unpooled.wrappedBuffer(part), HandshakeMessage.Type.HELLO);
    }
    assertThat(read.orElseThrow().asHello().wantedId()).isEqualTo("wanted");
  }

  @Test
  void theExamplesOfTheFormatAreWhatIsSent() throws Exception {
    DialerHandshake dialer = new DialerHandshake(identity("a"), "b", DIALER_NONCE);
    AcceptorHandshake acceptor = new AcceptorHandshake(identity("b"), ACCEPTOR_NONCE);
    HandshakeMessage challenge = sent(acceptor.receive(dialer.hello()));
    HandshakeMessage proof = sent(dialer.receive(challenge));
    HandshakeMessage welcome = sent(acceptor.receive(proof));
    List<String> sent =
        List.of(dialer.hello(), challenge, proof, welcome).stream()
            .map(message -> HexFormat.of().formatHex(message.bytes()))
            .toList();
    assertThat(examples()).isEqualTo(sent);
  }

  private static List<String> examples() throws IOException {
    String format = Files.readString(Path.of("src/main/java/io/atoll/runtime/FORMAT.md"));
    List<String> examples = new ArrayList<>();
    Matcher blocks = Pattern.compile("```\n([^`]*)```").matcher(format);
    while (blocks.find()) {
      examples.add(blocks.group(1).replaceAll("\\s", ""));
    }
    return examples;
  }

  private static Optional<HandshakeMessage> read(byte[] bytes, HandshakeMessage.Type awaited)
      throws MalformedStreamException {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    return new HandshakeReader().read(in, awaited);
  }

  private static HandshakeMessage sent(Handshake.Step step) {
    return ((Handshake.Step.Send) step).message();
  }

  private static LinkFailure refusal(Handshake.Step step) {
    return ((Handshake.Step.Refused) step).reason();
  }

  private static Handshake.Identity identity(String id) {
    return identity(id, ProtocolVersions.SPOKEN);
  }

  private static Handshake.Identity identity(String id, ProtocolVersions versions) {
    PeerGreeting hi =
        new PeerGreeting() {
          @Override
          public byte[] mine() {
            return new byte[] {'h', 'i'};
          }

          @Override
          public Optional<String> refuse(String peerId, byte[] theirs) {
            return Optional.empty();
          }
        };
    return new Handshake.Identity(
        id, "c", new HandshakeKey("secret".getBytes(StandardCharsets.US_ASCII)), hi, versions);
  }

  private static byte[] nonce(int from) {
    byte[] nonce = new byte[HandshakeMessage.NONCE_BYTES];
    for (int i = 0; i < nonce.length; i++) {
      nonce[i] = (byte) (from + i);
    }
    return nonce;
  }
}
