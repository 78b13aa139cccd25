package io.atoll.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.bytes.ByteReader;
import io.atoll.env.Address;
import io.atoll.env.HandTime;
import io.atoll.env.PeerLinks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two endpoints that carry messages which do not fit one frame; the test is the network. */
class PartsTest {
  private static final int ASKER = 1;
  private static final int ASKED = 2;
  private static final PartSettings SETTINGS = new PartSettings(1_000, 100, 250, 5_000);
  private static final int MEMORY_BYTES = 12 << 20;

  private final HandTime time = new HandTime();
  private final HandLinks askerLinks = new HandLinks();
  private final HandLinks askedLinks = new HandLinks();
  private final PartMemory askerMemory = new PartMemory(MEMORY_BYTES);
  private final PartMemory askedMemory = new PartMemory(MEMORY_BYTES);
  private final FrameWriter frames = new FrameWriter();
  private final HandLinks.HandLink inbound = askedLinks.inbound("asker");
  private final PeerEndpoint asker = endpoint(ASKER, askerLinks, askerMemory);
  private final PeerEndpoint asked = endpoint(ASKED, askedLinks, askedMemory);
  private final List<String> served = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private String reply = "yes";
  private int carriedOut;
  private int carriedIn;

  private PeerEndpoint endpoint(int self, HandLinks links, PartMemory memory) {
    links.version = 3;
    return new PeerEndpoint(
        self,
        links,
        time,
        number -> new PeerPlace("node" + number, new Address("node" + number, 1)),
        memory,
        SETTINGS,
        StreamSettings.DEFAULT);
  }

  private static final class Ear implements Peers.Listener<String> {
    private final List<String> heard = new ArrayList<>();

    @Override
    public void replied(String reply) {
      heard.add(reply);
    }

    @Override
    public void broken() {
      heard.add("(broken)");
    }

    @Override
    public void notServed(NotServed why) {
      heard.add("(%s: %s)".formatted(why.reason(), why.text()));
    }
  }

  @BeforeEach
  void serve() {
    asker.serve(time, new PeerServices());
    asked.serve(
        time,
        new PeerServices()
            .serve(
                Talk.ASK,
                (text, question) -> {
                  served.add(text);
                  question.reply(reply);
                })
            .receive(Talk.SAY, (from, text) -> said.add(text)));
  }

  private Ear ask(String text) {
    Ear ear = new Ear();
    assertThat(asker.call(ASKED, Talk.ASK, text, 60_000, ear)).isNotNull();
    return ear;
  }

  private HandLinks.HandLink outbound() {
    return askerLinks.opened.getFirst();
  }

  private static String text(char of, int length) {
    return String.valueOf(of).repeat(length);
  }

  /** Carries over what was sent, in both directions, and says that it was written. */
  private void carry() {
    int before;
    do {
      before = carriedOut + carriedIn;
      while (carriedOut < outbound().sent.size()) {
        deliver(outbound().sent.get(carriedOut++));
      }
      while (carriedIn < inbound.sent.size()) {
        askerLinks.receiver.frame(outbound(), askerLinks.version, inbound.sent.get(carriedIn++));
      }
      askerLinks.receiver.written(outbound());
      askedLinks.receiver.written(inbound);
    } while (carriedOut + carriedIn > before);
  }

  private void deliver(byte[] frame) {
    askedLinks.receiver.frame(inbound, askedLinks.version, frame);
  }

  private void assertNothingIsHeld() {
    assertThat(askerMemory.heldBytes()).isZero();
    assertThat(askedMemory.heldBytes()).isZero();
    assertThat(asker.partsLeaving() + asked.partsLeaving()).isZero();
  }

  private static List<Integer> kinds(HandLinks.HandLink link) {
    return link.sent.stream().map(frame -> (int) frame[0]).toList();
  }

  @Test
  void aSmallMessageIsOneFrameAndALargeOneComesWholeBothWays() {
    ask(text('s', 900));
    assertThat(kinds(outbound())).containsExactly(FrameHead.REQUEST);
    carry();
    reply = text('r', 5_000);
    Ear ear = ask(text('q', 3_000));
    carry();
    assertThat(served).containsExactly(text('s', 900), text('q', 3_000));
    assertThat(ear.heard).containsExactly(reply);
    assertThat(kinds(outbound()).subList(1, 4))
        .containsExactly(FrameHead.FIRST_PART, FrameHead.PART, FrameHead.PART);
    assertThat(outbound().sent.subList(1, outbound().sent.size()))
        .allMatch(frame -> frame.length < 120);
    assertNothingIsHeld();
  }

  @Test
  void partsWaitForTheLinkTakeTurnsAndLetOthersPass() {
    ask("first");
    carry();
    outbound().queuedBytes = 250;
    Ear one = ask(text('1', 2_000));
    Ear two = ask(text('2', 2_000));
    Ear small = ask("small");
    assertThat(kinds(outbound())).containsExactly(FrameHead.REQUEST, FrameHead.REQUEST);
    outbound().queuedBytes = 0;
    carry();
    assertThat(served).containsExactly("first", "small", text('1', 2_000), text('2', 2_000));
    List<Long> numbers = new ArrayList<>();
    for (byte[] frame : outbound().sent.subList(2, outbound().sent.size())) {
      FrameHead head = new FrameHead();
      head.read(new ByteReader(frame), 3);
      numbers.add(head.number());
    }
    assertThat(numbers.subList(0, 6)).containsExactly(1L, 2L, 1L, 2L, 1L, 2L);
    assertThat(one.heard).containsExactly("yes");
    assertThat(two.heard).containsExactly("yes");
    assertThat(small.heard).containsExactly("yes");
    assertNothingIsHeld();
  }

  @Test
  void aLinkThatBreaksInTheMiddleLeavesNothingBehindAtEitherEnd() {
    ask("first");
    carry();
    Ear ear = ask(text('x', 50_000));
    deliver(outbound().sent.get(carriedOut));
    deliver(outbound().sent.get(carriedOut + 1));
    assertThat(askedMemory.heldBytes()).isPositive();
    assertThat(asker.partsLeaving()).isEqualTo(1);
    askerLinks.receiver.broken(outbound());
    askedLinks.receiver.broken(inbound);
    assertThat(ear.heard).containsExactly("(broken)");
    assertNothingIsHeld();
    carriedOut = outbound().sent.size();
    Ear again = ask(text('y', 50_000));
    carry();
    assertThat(again.heard).containsExactly("yes");
    assertNothingIsHeld();
  }

  @Test
  void partsOfAMessageThatStoppedAreForgottenAndLateOnesDropped() {
    ask("first");
    carry();
    ask(text('x', 5_000));
    deliver(outbound().sent.get(carriedOut));
    time.pass(5_100);
    assertThat(askedMemory.heldBytes()).isZero();
    deliver(outbound().sent.get(carriedOut + 1));
    assertThat(inbound.closed).isFalse();
    assertThat(asked.malformedFrames()).isZero();
  }

  @Test
  void whatIsMoreThanTheMemoryIsRefusedWhereItIsKnown() {
    ask("first");
    carry();
    Ear here = ask(text('x', MEMORY_BYTES + 1));
    assertThat(here.heard).as("not within the call").isEmpty();
    time.pass(100);
    assertThat(here.heard).singleElement().asString().startsWith("(TOO_LARGE: a message of ");
    askedMemory.take(MEMORY_BYTES - 1_000);
    Ear there = ask(text('y', 2_000));
    carry();
    assertThat(there.heard)
        .singleElement()
        .asString()
        .startsWith("(TOO_LARGE: a message of 20")
        .endsWith(" bytes is more than member 2 takes in parts now)");
    assertThat(served).containsExactly("first");
    askedMemory.give(MEMORY_BYTES - 1_000);
    assertNothingIsHeld();
  }

  @Test
  void aReplyThatFindsNoMemoryEndsItsCallWithTheReason() {
    ask("first");
    carry();
    reply = text('r', 5_000);
    askerMemory.take(MEMORY_BYTES - 1_000);
    Ear ear = ask("hi");
    carry();
    assertThat(ear.heard).singleElement().asString().startsWith("(REPLY_TOO_LARGE: ");
    askerMemory.give(MEMORY_BYTES - 1_000);
    askedMemory.take(MEMORY_BYTES - 1_000);
    Ear other = ask("hi");
    carry();
    assertThat(other.heard).singleElement().asString().startsWith("(REPLY_TOO_LARGE: ");
    assertThat(asker.pendingCalls()).as("only the first, which its caller closes").isEqualTo(1);
  }

  @Test
  void anOlderPeerGetsWhatFitsOneFrameAndAReasonForTheRest() {
    askerLinks.version = 2;
    askedLinks.version = 2;
    Ear fits = ask(text('f', 6 << 20));
    carry();
    assertThat(kinds(outbound())).containsExactly(FrameHead.REQUEST);
    assertThat(fits.heard).containsExactly("yes");
    Ear large = ask(text('l', PeerLinks.MAX_FRAME_BYTES));
    time.pass(100);
    assertThat(large.heard)
        .singleElement()
        .asString()
        .endsWith("for node2, which takes 8388608 in version 2 of the protocol)");
    reply = text('r', PeerLinks.MAX_FRAME_BYTES);
    Ear answer = ask("hi");
    carry();
    assertThat(answer.heard).singleElement().asString().startsWith("(REPLY_TOO_LARGE: ");
    deliver(frames.firstPart(1, new byte[200], 100));
    assertThat(inbound.closed).as("there are no parts in version 2").isTrue();
  }

  @Test
  void beforeTheVersionIsKnownALargeMessageWaitsAndThenLeavesAsItMay() {
    for (int version : new int[] {3, 2}) {
      askerLinks.version = 0;
      Ear fits = ask(text('f', 6_000));
      Ear large = ask(text('l', PeerLinks.MAX_FRAME_BYTES));
      askerLinks.connected(version);
      askedLinks.version = version;
      carry();
      time.pass(100);
      carry();
      assertThat(fits.heard).containsExactly("yes");
      if (version == 3) {
        assertThat(large.heard).containsExactly("yes");
      } else {
        assertThat(large.heard).singleElement().asString().startsWith("(TOO_LARGE: ");
      }
      assertNothingIsHeld();
    }
  }

  @Test
  void whatIsNotDescribedClosesTheLink() {
    byte[] message = frames.message(3, Talk.SAY, text('m', 500));
    List<List<byte[]>> wrong =
        List.of(
            List.of(frames.firstPart(1, message, 100), frames.firstPart(1, message, 100)),
            List.of(frames.firstPart(1, message, 0)),
            List.of(frames.firstPart(1, message, message.length)),
            List.of(frames.firstPart(1, message, 100), frames.part(1, message, 0, 0)),
            List.of(
                frames.firstPart(1, message, 400),
                frames.part(1, message, 0, message.length - 399)),
            nested(frames.firstPart(7, message, 300)),
            nested(frames.part(7, message, 0, 300)));
    for (List<byte[]> sequence : wrong) {
      HandLinks.HandLink link = askedLinks.inbound("rude");
      sequence.forEach(frame -> askedLinks.receiver.frame(link, 3, frame));
      assertThat(link.closed).isTrue();
    }
    assertThat(asked.malformedFrames()).isEqualTo(wrong.size());
    HandLinks.HandLink good = askedLinks.inbound("good");
    askedLinks.receiver.frame(good, 3, frames.part(9, message, 0, 10));
    askedLinks.receiver.frame(good, 3, frames.firstPart(1, message, 100));
    askedLinks.receiver.frame(good, 3, frames.part(1, message, 100, message.length - 100));
    assertThat(good.closed).isFalse();
    assertThat(said).containsExactly(text('m', 500));
    assertThat(askedMemory.heldBytes()).isZero();
  }

  private List<byte[]> nested(byte[] inner) {
    return List.of(frames.firstPart(1, inner, 50), frames.part(1, inner, 50, inner.length - 50));
  }
}
