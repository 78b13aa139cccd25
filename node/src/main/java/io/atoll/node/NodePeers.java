package io.atoll.node;

import io.atoll.consensus.Message;
import io.atoll.consensus.TopologyProtocol;
import io.atoll.env.Loop;
import io.atoll.peer.PeerEndpoint;
import io.atoll.peer.Peers;
import io.atoll.ring.Member;
import io.atoll.service.PresenceService;
import io.atoll.service.TopologyService;
import java.util.List;

/** The endpoints of all loops, as the services of loop 0 use them. */
final class NodePeers implements TopologyService.Links, PresenceService.Links {
  private final List<Loop> loops;
  private final List<PeerEndpoint> endpoints;
  private final Peers control;

  /**
   * @param endpoints by loop
   * @param control how calls and messages of loop 0 reach its endpoint
   */
  NodePeers(List<Loop> loops, List<PeerEndpoint> endpoints, Peers control) {
    this.loops = loops;
    this.control = control;
    this.endpoints = List.copyOf(endpoints);
  }

  @Override
  public void send(Member to, Message message) {
    control.tell(to.number(), TopologyProtocol.MESSAGE, message);
  }

  @Override
  public Peers control() {
    return control;
  }

  @Override
  public long answersOf(int member) {
    long answers = 0;
    for (PeerEndpoint endpoint : endpoints) {
      answers += endpoint.answersOf(member);
    }
    return answers;
  }

  @Override
  public void returned(Member member) {
    for (int i = 0; i < endpoints.size(); i++) {
      PeerEndpoint endpoint = endpoints.get(i);
      loops.get(i).execute(() -> endpoint.returned(member.number()));
    }
  }

  /** Frames that could not be read; each number is right by itself. */
  long malformedFrames() {
    return endpoints.stream().mapToLong(PeerEndpoint::malformedFrames).sum();
  }

  /** Calls that wait for an answer; each number is right by itself. */
  int pendingCalls() {
    return endpoints.stream().mapToInt(PeerEndpoint::pendingCalls).sum();
  }
}
