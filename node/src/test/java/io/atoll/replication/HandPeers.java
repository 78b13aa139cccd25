package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Siblings;
import io.atoll.peer.NotServed;
import io.atoll.peer.PeerCall;
import io.atoll.peer.PeerMessage;
import io.atoll.peer.Peers;
import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/** Peers that answer when the test says so, and remember what they were asked. */
final class HandPeers implements Peers {
  private final IntFunction<Member> members;
  private final Set<String> unreachable = new HashSet<>();
  private final List<Sent> sent = new ArrayList<>();
  private long epoch = 1;

  /**
   * @param members by number; null for one that is none
   */
  HandPeers(IntFunction<Member> members) {
    this.members = members;
  }

  /** One question to one peer. */
  final class Sent implements Call {
    final Member to;
    final PeerRequest request;
    final long timeoutMs;
    private final Listener<Object> listener;
    private boolean open = true;

    Sent(Member to, PeerRequest request, long timeoutMs, Listener<Object> listener) {
      this.to = to;
      this.request = request;
      this.timeoutMs = timeoutMs;
      this.listener = listener;
    }

    boolean open() {
      return open;
    }

    /** A reply arrives; as on a real link, not at a call that was closed. */
    void reply(PeerReply<?> reply) {
      if (open) {
        listener.replied(reply);
      }
    }

    /** Answers a read; to any other call these bytes make no sense, which closes the link. */
    void state(Siblings state) {
      if (request instanceof PeerRequest.Read) {
        reply(new PeerReply.Done<>(epoch, to.number(), state.encode()));
      } else {
        breaks();
      }
    }

    void ack() {
      ackFor(to);
    }

    /** Answers an apply; to any other call these bytes make no sense, which closes the link. */
    void ackFor(Member replica) {
      ackFor(replica, Merged.KEPT);
    }

    /** The same, saying that the replica held a version of a later time. */
    void ackAsLost(long newer) {
      ackFor(to, new Merged(newer));
    }

    private void ackFor(Member replica, Merged merged) {
      if (request instanceof PeerRequest.Apply) {
        reply(new PeerReply.Done<>(epoch, replica.number(), merged));
      } else {
        breaks();
      }
    }

    void refuse(RequestFailure failure) {
      refuseFor(to, failure);
    }

    void refuseFor(Member replica, RequestFailure failure) {
      reply(new PeerReply.Failed<>(epoch, replica.number(), failure));
    }

    void breaks() {
      if (open) {
        open = false;
        listener.broken();
      }
    }

    /** The peer does not know the call. */
    void notServed() {
      open = false;
      listener.notServed(new NotServed(NotServed.Reason.UNKNOWN_CALL, "what?"));
    }

    PeerRequest.Apply apply() {
      return (PeerRequest.Apply) request;
    }

    PeerRequest.Coordinate coordinate() {
      return (PeerRequest.Coordinate) request;
    }

    @Override
    public void close() {
      open = false;
    }

    @Override
    public String toString() {
      return to.nodeId() + " " + request.getClass().getSimpleName();
    }
  }

  @Override
  @SuppressWarnings("unchecked") // The test answers with what the call is answered with.
  public <Q, R> Call call(
      int member, PeerCall<Q, R> call, Q request, long timeoutMs, Listener<R> listener) {
    Member to = members.apply(member);
    if (to == null || unreachable.contains(to.nodeId())) {
      return null;
    }
    Sent asked = new Sent(to, (PeerRequest) request, timeoutMs, (Listener<Object>) listener);
    sent.add(asked);
    return asked;
  }

  @Override
  public <Q> void tell(int member, PeerMessage<Q> message, Q content) {
    throw new AssertionError("replication tells nobody anything");
  }

  /** No call to this peer leaves from now on. */
  void unreachable(String nodeId) {
    unreachable.add(nodeId);
  }

  /** Peers answer with this epoch from now on. */
  void epoch(long newer) {
    epoch = newer;
  }

  /** Everything that was ever sent, in order. */
  List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** The peers that were ever sent to, in order. */
  List<String> asked() {
    return sent.stream().map(call -> call.to.nodeId()).toList();
  }

  /** Calls that nobody has closed. */
  List<Sent> open() {
    return sent.stream().filter(Sent::open).toList();
  }

  /** The one call to a peer. */
  Sent to(String nodeId) {
    List<Sent> calls = sent.stream().filter(call -> call.to.nodeId().equals(nodeId)).toList();
    assertThat(calls).as("calls to %s among %s", nodeId, sent).hasSize(1);
    return calls.getFirst();
  }

  /** The newest call to a peer. */
  Sent lastTo(String nodeId) {
    List<Sent> calls = sent.stream().filter(call -> call.to.nodeId().equals(nodeId)).toList();
    assertThat(calls).as("calls to %s among %s", nodeId, sent).isNotEmpty();
    return calls.getLast();
  }

  /** Forgets what was sent. */
  void forget() {
    sent.clear();
  }
}
