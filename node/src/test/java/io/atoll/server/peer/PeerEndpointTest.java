package io.atoll.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Siblings;
import io.atoll.env.HandTime;
import io.atoll.replication.Coordinator;
import io.atoll.replication.CoordinatorSettings;
import io.atoll.replication.LocalReplicas;
import io.atoll.replication.PeerReply;
import io.atoll.replication.PeerRequest;
import io.atoll.replication.Peers;
import io.atoll.replication.ReplicaService;
import io.atoll.replication.ReplicationStats;
import io.atoll.replication.TopologyFeed;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeerEndpointTest {
  private static final Topology TOPOLOGY =
      Topology.form("test", 8, List.of(member("a", 1_000), member("b", 2_000), member("c", 3_000)));
  private static final Member SELF = TOPOLOGY.member("a");
  private static final Member B = TOPOLOGY.member("b");
  private static final Member C = TOPOLOGY.member("c");
  private static final PeerRequest READ = new PeerRequest.Read(1, 1, new byte[] {'k'});
  private static final PeerReply REPLY = new PeerReply.Acked(1, 1);
  private static final byte[] GARBAGE = {99, 98, 97};

  private final HandTime time = new HandTime();
  private final HandLinks links = new HandLinks();
  private final List<String> topologyMessages = new ArrayList<>();
  private final PeerEndpoint endpoint =
      new PeerEndpoint(
          SELF,
          links,
          time,
          (sender, message) -> topologyMessages.add(sender + " " + message.length));

  /** What one asker heard. */
  private static final class Ear implements Peers.Listener {
    private final List<String> heard = new ArrayList<>();

    @Override
    public void replied(PeerReply reply) {
      heard.add(reply.getClass().getSimpleName());
    }

    @Override
    public void broken() {
      heard.add("broken");
    }
  }

  /** Replicas that hold nothing and take everything. */
  private static final class Nothing implements LocalReplicas {
    @Override
    public Future<Siblings> read(Keyspace keyspace, long token, byte[] key) {
      return Future.succeededFuture(Siblings.EMPTY);
    }

    @Override
    public Future<Void> merge(Keyspace keyspace, long token, byte[] key, Siblings theirs) {
      return Future.succeededFuture();
    }

    @Override
    public void write(Keyspace keyspace, long token, WriteRequest write, WriteListener listener) {
      throw new AssertionError("nobody writes here");
    }
  }

  /** A topology that never changes. */
  private static final class Fixed implements TopologyFeed {
    @Override
    public Topology newest() {
      return TOPOLOGY;
    }

    @Override
    public void seen(int member, long epoch) {}

    @Override
    public Future<Topology> atLeast(long epoch) {
      return Future.succeededFuture(TOPOLOGY);
    }
  }

  private static Member member(String id, int port) {
    return new Member(0, id, "dc", "rack", 1, "127.0.0.1", port, port + 1, port + 2, port + 3);
  }

  @BeforeEach
  void serve() {
    TopologyFeed feed = new Fixed();
    LocalReplicas local = new Nothing();
    ReplicationStats stats = new ReplicationStats();
    Coordinator coordinator =
        new Coordinator(
            SELF,
            feed,
            local,
            endpoint,
            member -> true,
            time,
            time,
            stats,
            CoordinatorSettings.DEFAULT);
    endpoint.serve(time, new ReplicaService(SELF, feed, local, endpoint, coordinator, stats));
  }

  private Ear call(Member to, long timeoutMs) {
    Ear ear = new Ear();
    assertThat(endpoint.call(to, READ, timeoutMs, ear)).isNotNull();
    return ear;
  }

  private static long callOf(HandLinks.HandLink link) {
    return ((PeerFrame.Question) link.last()).call();
  }

  private void answer(HandLinks.HandLink link, long call) {
    links.receiver.frame(link, PeerFrameCodec.encode(new PeerFrame.Answer(call, REPLY)));
  }

  @Test
  void aPeerHasOneLinkAndItsAnswersReachTheirCalls() {
    Ear first = call(B, 100);
    long firstCall = callOf(links.opened.getFirst());
    Ear second = call(B, 100);
    assertThat(links.opened).hasSize(1);
    assertThat(links.opened.getFirst().peerId()).isEqualTo("b");
    answer(links.opened.getFirst(), callOf(links.opened.getFirst()));
    assertThat(second.heard).containsExactly("Acked");
    assertThat(first.heard).isEmpty();
    answer(links.opened.getFirst(), firstCall);
    assertThat(first.heard).containsExactly("Acked");
  }

  @Test
  void aCallMayBeAnsweredAgainUntilItIsClosed() {
    Ear ear = new Ear();
    Peers.Call call = endpoint.call(B, READ, 100, ear);
    HandLinks.HandLink link = links.opened.getFirst();
    long number = callOf(link);
    answer(link, number);
    answer(link, number);
    call.close();
    answer(link, number);
    call.close();
    assertThat(ear.heard).containsExactly("Acked", "Acked");
    assertThat(endpoint.pendingCalls()).isZero();
  }

  @Test
  void aLateAnswerNeverReachesTheNextCall() {
    Peers.Call first = endpoint.call(B, READ, 100, new Ear());
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
    assertThat(ear.heard).isEmpty();
  }

  @Test
  void garbageClosesItsLinkAndNoOther() {
    Ear toB = call(B, 100);
    Ear toC = call(C, 100);
    HandLinks.HandLink b = links.opened.get(0);
    links.receiver.frame(b, GARBAGE);
    assertThat(b.closed).isTrue();
    assertThat(toB.heard).containsExactly("broken");
    assertThat(endpoint.malformedFrames()).isEqualTo(1);
    assertThat(links.opened.get(1).closed).isFalse();
    answer(links.opened.get(1), callOf(links.opened.get(1)));
    assertThat(toC.heard).containsExactly("Acked");

    call(B, 100);
    assertThat(links.opened).as("the next call to b gets another link").hasSize(3);
    call(C, 100);
    assertThat(links.opened).hasSize(3);
  }

  @Test
  void garbageOnALinkThatAPeerOpenedClosesThatLinkOnly() {
    Ear ear = call(B, 100);
    HandLinks.HandLink inbound = links.inbound("b");
    links.receiver.frame(inbound, GARBAGE);
    assertThat(inbound.closed).isTrue();
    assertThat(links.opened.getFirst().closed).isFalse();
    assertThat(ear.heard).isEmpty();
  }

  @Test
  void aBrokenLinkEndsItsCallsAndMayComeBack() {
    Ear toB = call(B, 100);
    Ear toC = call(C, 100);
    links.receiver.broken(links.opened.get(0));
    assertThat(toB.heard).containsExactly("broken");
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
    assertThat(soon.heard).containsExactly("broken");
    assertThat(later.heard).isEmpty();
    assertThat(endpoint.pendingCalls()).isEqualTo(1);
  }

  @Test
  void aFrameThatNoLinkTakesIsNoCall() {
    links.refuseFrames();
    Ear ear = new Ear();
    assertThat(endpoint.call(B, READ, 100, ear)).isNull();
    time.pass(1_000);
    assertThat(ear.heard).isEmpty();
    assertThat(endpoint.pendingCalls()).isZero();
  }

  @Test
  void aQuestionIsAnsweredOnTheLinkItCameOn() {
    HandLinks.HandLink inbound = links.inbound("c");
    links.receiver.frame(
        inbound, PeerFrameCodec.encode(new PeerFrame.Question(77, C.number(), READ)));
    PeerFrame.Answer answer = (PeerFrame.Answer) inbound.last();
    assertThat(answer.call()).isEqualTo(77);
    assertThat(answer.reply()).isInstanceOf(PeerReply.State.class);
    assertThat(answer.reply().epoch()).isEqualTo(TOPOLOGY.epoch());
  }

  @Test
  void messagesOfTheTopologyLogGoBothWays() {
    endpoint.sendTopologyMessage(C, new byte[] {1, 2, 3});
    HandLinks.HandLink link = links.opened.getFirst();
    assertThat(((PeerFrame.TopologyMessage) link.last()).message()).containsExactly(1, 2, 3);
    links.receiver.frame(link, link.sent.getLast());
    assertThat(topologyMessages).containsExactly("c 3");
  }
}
