package io.atoll.runtime;

import static org.assertj.core.api.Assertions.assertThat;

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
    HandshakeMessage proof = sent(dialer.receive(HandshakeMessage.challenge("b", ACCEPTOR_NONCE)));
    HandshakeMessage reflected =
        HandshakeMessage.proof(
            HandshakeMessage.Type.WELCOME, proof.asProof().proof(), proof.asProof().greeting());
    assertThat(dialer.receive(reflected)).matches(step -> refusal(step) == LinkFailure.SECRET);
  }

  @Test
  void aNodeRefusesAPeerWithItsOwnName() throws Exception {
    AcceptorHandshake acceptor = new AcceptorHandshake(identity("b"), ACCEPTOR_NONCE);
    Handshake.Step step = acceptor.receive(HandshakeMessage.hello("c", "b", "b", DIALER_NONCE));
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
    byte[] header = HandshakeMessage.ready().bytes();
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
    HandshakeMessage hello = HandshakeMessage.hello("cluster", "dialer", "wanted", DIALER_NONCE);
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
        id, "c", new HandshakeKey("secret".getBytes(StandardCharsets.US_ASCII)), hi);
  }

  private static byte[] nonce(int from) {
    byte[] nonce = new byte[HandshakeMessage.NONCE_BYTES];
    for (int i = 0; i < nonce.length; i++) {
      nonce[i] = (byte) (from + i);
    }
    return nonce;
  }
}
