package io.atoll.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.env.Address;
import io.atoll.env.HandTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerEndpointTest {
  private static final int SELF = 1;
  private static final int B = 2;
  private static final int C = 3;
  private static final Map<Integer, PeerPlace> PLACES =
      Map.of(
          B, new PeerPlace("b", new Address("b", 1)), C, new PeerPlace("c", new Address("c", 1)));
  private static final byte[] GARBAGE = {99, 98, 97};

  private final HandTime time = new HandTime();
  private final HandLinks links = new HandLinks();
  private final List<String> served = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final FrameWriter frames = new FrameWriter();
  private final PeerEndpoint endpoint =
      new PeerEndpoint(
          SELF, links, time, PLACES::get, new PartMemory(1 << 20), PartSettings.DEFAULT);

  /** What one asker heard. */
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
    endpoint.serve(
        time,
        new PeerServices()
            .serve(
                Talk.ASK,
                (text, question) -> {
                  served.add(
                      "%s from %d within %d ms"
                          .formatted(text, question.asker(), question.timeLeftMs()));
                  question.reply(text + "!");
                })
            .receive(Talk.SAY, (from, text) -> said.add(from + " says " + text)));
  }

  private Ear call(int to, long timeoutMs) {
    Ear ear = new Ear();
    assertThat(endpoint.call(to, Talk.ASK, "hi", timeoutMs, ear)).isNotNull();
    return ear;
  }

  private FrameHead last(HandLinks.HandLink link) {
    FrameHead head = new FrameHead();
    head.read(new io.atoll.bytes.ByteReader(link.sent.getLast()), links.version);
    return head;
  }

  private long callOf(HandLinks.HandLink link) {
    return last(link).number();
  }

  private void receive(HandLinks.HandLink link, byte[] frame) {
    links.receiver.frame(link, links.version, frame);
  }

  private void answer(HandLinks.HandLink link, long call) {
    receive(link, frames.reply(links.version, Talk.ASK, call, "yes"));
  }

  @Test
  void aPeerHasOneLinkAndItsAnswersReachTheirCalls() {
    Ear first = call(B, 100);
    long firstCall = callOf(links.opened.getFirst());
    Ear second = call(B, 100);
    assertThat(links.opened).hasSize(1);
    assertThat(links.opened.getFirst().peerId()).isEqualTo("b");
    answer(links.opened.getFirst(), callOf(links.opened.getFirst()));
    assertThat(second.heard).containsExactly("yes");
    assertThat(first.heard).isEmpty();
    answer(links.opened.getFirst(), firstCall);
    assertThat(first.heard).containsExactly("yes");
  }

  @Test
  void aCallMayBeAnsweredAgainUntilItIsClosed() {
    Ear ear = new Ear();
    Peers.Call call = endpoint.call(B, Talk.ASK, "hi", 100, ear);
    HandLinks.HandLink link = links.opened.getFirst();
    long number = callOf(link);
    answer(link, number);
    answer(link, number);
    call.close();
    answer(link, number);
    call.close();
    assertThat(ear.heard).containsExactly("yes", "yes");
    assertThat(endpoint.pendingCalls()).isZero();
  }

  @Test
  void aLateAnswerNeverReachesTheNextCall() {
    Peers.Call first = endpoint.call(B, Talk.ASK, "hi", 100, new Ear());
    HandLinks.HandLink link = links.opened.getFirst();
    long number = callOf(link);
    first.close();
    Ear next = call(B, 100);
    answer(link, number);
    assertThat(next.heard).isEmpty();
  }

  @Test
  void aPeerAnswersOnlyWhatItWasAsked() {
    Ear ear = call(B, 100);
    call(C, 100);
    long number = callOf(links.opened.get(0));
    answer(links.opened.get(1), number);
    answer(links.inbound("b"), number);
    receive(
        links.inbound("b"),
        frames.notServed(2, number, new NotServed(NotServed.Reason.UNKNOWN_CALL, "")));
    assertThat(ear.heard).isEmpty();
  }

  @Test
  void garbageClosesItsLinkAndNoOther() {
    Ear toB = call(B, 100);
    Ear toC = call(C, 100);
    HandLinks.HandLink b = links.opened.get(0);
    receive(b, GARBAGE);
    assertThat(b.closed).isTrue();
    assertThat(toB.heard).containsExactly("(broken)");
    assertThat(endpoint.malformedFrames()).isEqualTo(1);
    assertThat(links.opened.get(1).closed).isFalse();
    answer(links.opened.get(1), callOf(links.opened.get(1)));
    assertThat(toC.heard).containsExactly("yes");

    call(B, 100);
    assertThat(links.opened).as("the next call to b gets another link").hasSize(3);
    call(C, 100);
    assertThat(links.opened).hasSize(3);
  }

  @Test
  void garbageOnALinkThatAPeerOpenedClosesThatLinkOnly() {
    Ear ear = call(B, 100);
    HandLinks.HandLink inbound = links.inbound("b");
    receive(inbound, GARBAGE);
    assertThat(inbound.closed).isTrue();
    assertThat(links.opened.getFirst().closed).isFalse();
    assertThat(ear.heard).isEmpty();
  }

  @Test
  void aPayloadThatCannotBeReadClosesItsLink() {
    Ear ear = call(B, 100);
    HandLinks.HandLink link = links.opened.getFirst();
    byte[] reply = frames.reply(2, Talk.ASK, callOf(link), "yes");
    reply[reply.length - 4]++;
    receive(link, reply);
    assertThat(link.closed).isTrue();
    assertThat(ear.heard).containsExactly("(broken)");

    HandLinks.HandLink inbound = links.inbound("b");
    byte[] request = frames.request(2, Talk.ASK, 1, B, 10, "hi");
    receive(inbound, java.util.Arrays.copyOf(request, request.length + 1));
    assertThat(inbound.closed).isTrue();
    assertThat(served).isEmpty();
    assertThat(endpoint.malformedFrames()).isEqualTo(2);
  }

  @Test
  void aBrokenLinkEndsItsCallsAndMayComeBack() {
    Ear toB = call(B, 100);
    Ear toC = call(C, 100);
    links.receiver.broken(links.opened.get(0));
    assertThat(toB.heard).containsExactly("(broken)");
    assertThat(toC.heard).isEmpty();
    call(B, 100);
    assertThat(links.opened).hasSize(2);
    assertThat(links.opened.get(0).sent).hasSize(2);
  }

  @Test
  void overdueCallsEnd() {
    Ear soon = call(B, 50);
    Ear later = call(B, 5_000);
    time.pass(49);
    assertThat(soon.heard).isEmpty();
    time.pass(150);
    assertThat(soon.heard).containsExactly("(broken)");
    assertThat(later.heard).isEmpty();
    assertThat(endpoint.pendingCalls()).isEqualTo(1);
  }

  @Test
  void aFrameThatNoLinkTakesIsNoCall() {
    links.refuseFrames();
    Ear ear = new Ear();
    assertThat(endpoint.call(B, Talk.ASK, "hi", 100, ear)).isNull();
    time.pass(1_000);
    assertThat(ear.heard).isEmpty();
    assertThat(endpoint.pendingCalls()).isZero();
  }

  @Test
  void whoIsNoMemberIsNotCalled() {
    assertThat(endpoint.call(77, Talk.ASK, "hi", 100, new Ear())).isNull();
    endpoint.tell(77, Talk.SAY, "hi");
    assertThat(links.opened).isEmpty();
    assertThat(endpoint.pendingCalls()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aQuestionIsAnsweredOnTheLinkItCameOn(int version) {
    links.version = version;
    HandLinks.HandLink inbound = links.inbound("c");
    receive(inbound, frames.request(version, Talk.ASK, 77, C, 250, "hi"));
    assertThat(served)
        .containsExactly("hi from 3 within %d ms".formatted(version == 1 ? 10_000 : 250));
    assertThat(inbound.sent).containsExactly(frames.reply(version, Talk.ASK, 77, "hi!"));
  }

  @Test
  void whatWaitsForALinkIsWrittenInTheVersionThatIsAgreedOn() {
    links.version = 0;
    Ear ear = call(B, 100);
    HandLinks.HandLink link = links.opened.getFirst();
    assertThat(link.sent).isEmpty();
    links.connected(1);
    assertThat(link.sent)
        .containsExactly(frames.request(1, Talk.ASK, callOf(link), SELF, 100, "hi"));
    answer(link, callOf(link));
    assertThat(ear.heard).containsExactly("yes");
  }

  @Test
  void messagesGoBothWays() {
    endpoint.tell(C, Talk.SAY, "hello");
    HandLinks.HandLink link = links.opened.getFirst();
    assertThat(link.sent).containsExactly(frames.message(2, Talk.SAY, "hello"));
    receive(link, link.sent.getLast());
    assertThat(said).containsExactly("c says hello");
  }

  @Test
  void anUnknownProtocolIsAnsweredAndTheLinkStays() {
    PeerCall<String, String> foreign =
        new PeerCall<>(new PeerProtocol(6, "later"), 1, "ask", new Talk.Text(), new Talk.Text());
    assertNotServed(foreign, "(UNKNOWN_PROTOCOL: there is no protocol 6)");
  }

  @Test
  void anUnknownCallIsAnsweredAndTheLinkStays() {
    PeerCall<String, String> newer =
        new PeerCall<>(Talk.PROTOCOL, 11, "newer", new Talk.Text(), new Talk.Text());
    assertNotServed(newer, "(UNKNOWN_CALL: there is no call 11 in protocol 'talk')");
    PeerCall<String, String> message =
        new PeerCall<>(Talk.PROTOCOL, 10, "say", new Talk.Text(), new Talk.Text());
    assertNotServed(message, "(UNKNOWN_CALL: there is no call 10 in protocol 'talk')");
  }

  /** The endpoint refuses its own request, which comes back to it as if the peer had said so. */
  private void assertNotServed(PeerCall<String, String> call, String heard) {
    Ear ear = new Ear();
    endpoint.call(B, call, "hi", 100, ear);
    HandLinks.HandLink link = links.opened.getFirst();
    HandLinks.HandLink inbound = links.inbound("b");
    receive(inbound, link.sent.getLast());
    receive(link, inbound.sent.getLast());
    assertThat(ear.heard).containsExactly(heard);
    assertThat(link.closed || inbound.closed).isFalse();
    assertThat(endpoint.pendingCalls()).isZero();
    assertThat(endpoint.malformedFrames()).isZero();
  }

  @Test
  void anUnknownMessageIsLostAndTheLinkStays() {
    HandLinks.HandLink inbound = links.inbound("b");
    receive(
        inbound,
        frames.message(2, new PeerMessage<>(Talk.PROTOCOL, 12, "later", new Talk.Text()), "what?"));
    assertThat(inbound.closed).isFalse();
    assertThat(said).isEmpty();
    assertThat(inbound.sent).isEmpty();
  }
}
