package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Siblings;
import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Peers that answer when the test says so, and remember what they were asked. */
final class HandPeers implements Peers {
  private final Set<String> unreachable = new HashSet<>();
  private final List<Sent> sent = new ArrayList<>();
  private long epoch = 1;

  /** One question to one peer. */
  final class Sent implements Call {
    final Member to;
    final PeerRequest request;
    final long timeoutMs;
    private final Listener listener;
    private boolean open = true;

    Sent(Member to, PeerRequest request, long timeoutMs, Listener listener) {
      this.to = to;
      this.request = request;
      this.timeoutMs = timeoutMs;
      this.listener = listener;
    }

    boolean open() {
      return open;
    }

    /** A reply arrives; as on a real link, not at a call that was closed. */
    void reply(PeerReply reply) {
      if (open) {
        listener.replied(reply);
      }
    }

    void state(Siblings state) {
      reply(new PeerReply.State(epoch, state.encode()));
    }

    void ack() {
      ackFor(to);
    }

    void ackFor(Member replica) {
      reply(new PeerReply.Acked(epoch, replica.number()));
    }

    void refuse(RequestFailure failure) {
      refuseFor(to, failure);
    }

    void refuseFor(Member replica, RequestFailure failure) {
      reply(new PeerReply.Failed(epoch, replica.number(), failure));
    }

    void breaks() {
      if (open) {
        open = false;
        listener.broken();
      }
    }

    PeerRequest.Merge merge() {
      return (PeerRequest.Merge) request;
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
  public Call call(Member to, PeerRequest request, long timeoutMs, Listener listener) {
    if (unreachable.contains(to.nodeId())) {
      return null;
    }
    Sent call = new Sent(to, request, timeoutMs, listener);
    sent.add(call);
    return call;
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
