package io.atoll.membership;

import io.atoll.env.Address;
import io.atoll.env.ProtocolVersions;
import java.util.List;
import java.util.random.RandomGenerator;

/** One node of a {@link GossipWorld}: its state machine, and whether its process runs. */
final class SimNode implements GossipOutput {
  final Peer peer;
  final int dc;
  final int index;
  private final GossipWorld world;
  private final DatagramSeal seal;
  private final RandomGenerator random;
  Gossip gossip;
  long generation = 1_700_000_000_000L;
  boolean running;

  /** Spoken from the next start on. */
  ProtocolVersions versions = ProtocolVersions.SPOKEN;

  /** Until then the process stands still, and what arrives waits in its socket. */
  long pausedUntilMs;

  SimNode(GossipWorld world, Peer peer, int dc, int index, DatagramSeal seal, RandomGenerator r) {
    this.world = world;
    this.peer = peer;
    this.dc = dc;
    this.index = index;
    this.seal = seal;
    this.random = r;
  }

  String id() {
    return peer.nodeId();
  }

  void start(List<Peer> peers) {
    gossip = new Gossip(world.settings, versions, peer, generation, seal, random, this);
    gossip.setPeers(peers);
    gossip.updateSelf(new SelfReport(1, 100 + index, 1_000 + index, false));
    running = true;
  }

  boolean paused() {
    return world.nowMs() < pausedUntilMs;
  }

  MemberState sees(SimNode other) {
    return gossip.state(other.id());
  }

  @Override
  public void send(Address to, byte[] datagram) {
    world.send(this, to, datagram);
  }

  @Override
  public void changed(String nodeId, MemberState from, MemberState to) {
    world.changed(this, nodeId, from, to);
  }

  @Override
  public void reported(String nodeId, SelfReport report) {
    world.reports++;
  }
}
