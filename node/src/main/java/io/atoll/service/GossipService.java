package io.atoll.service;

import io.atoll.env.Address;
import io.atoll.env.Loop;
import io.atoll.env.NodeEnv;
import io.atoll.env.ProtocolVersions;
import io.atoll.env.Timers;
import io.atoll.membership.DatagramSeal;
import io.atoll.membership.Gossip;
import io.atoll.membership.GossipOutput;
import io.atoll.membership.GossipSettings;
import io.atoll.membership.GossipStats;
import io.atoll.membership.MemberState;
import io.atoll.membership.Peer;
import io.atoll.membership.SelfReport;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.storage.StorageMetric;
import io.atoll.storage.StorageStats;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Runs gossip on the node's socket and clock, and publishes what it finds on the {@link
 * LivenessView}. Lives on loop 0.
 */
public final class GossipService implements GossipOutput {
  private static final long REPORT_MS = 1_000;

  private final NodeEnv env;
  private final Loop loop;
  private final GossipSettings settings;
  private final Gossip gossip;
  private final LivenessView liveness;
  private final Supplier<StorageStats> load;
  private final EpochListener epochs;
  private final List<Timers.Timer> timers = new ArrayList<>();
  private Listener listener;
  private PeerSight sight = PeerSight.NONE;
  private Topology topology;
  private volatile GossipStats shownStats;

  /** Who wants to know of members that come back or leave; on loop 0. */
  public interface Listener {
    /** A member that was considered down is alive. */
    void returned(Member member);

    /** A member says that it stops. */
    void left(Member member);
  }

  /**
   * @param load what this node holds
   * @param epochs told of every epoch that a node reports
   */
  public GossipService(
      NodeEnv env,
      GossipSettings settings,
      ProtocolVersions spoken,
      DatagramSeal seal,
      Topology first,
      Member self,
      LivenessView liveness,
      Supplier<StorageStats> load,
      EpochListener epochs) {
    this.env = env;
    this.loop = env.loops().get(0);
    this.settings = settings;
    this.liveness = liveness;
    this.load = load;
    this.epochs = epochs;
    this.topology = first;
    this.gossip =
        new Gossip(settings, spoken, peer(self), env.clock().wallMs(), seal, env.entropy(), this);
    this.shownStats = gossip.stats();
  }

  private static Peer peer(Member member) {
    return new Peer(member.nodeId(), member.dc(), new Address(member.host(), member.gossipPort()));
  }

  /**
   * Begins to speak and to listen.
   *
   * @param presence what is known of peers beside gossip; told of those that come and go
   */
  public void start(PresenceService presence) {
    listener = presence;
    sight = presence;
    adopted(topology);
    env.datagrams().onReceive((from, payload) -> gossip.receive(payload));
    timers.add(loop.every(settings.ticks().everyMs(), () -> gossip.tick(env.clock().millis())));
    timers.add(loop.every(REPORT_MS, this::report));
  }

  /** The node has a newer topology. */
  void adopted(Topology newest) {
    topology = newest;
    gossip.setPeers(newest.members().values().stream().map(GossipService::peer).toList());
    report();
  }

  private void report() {
    StorageStats held = load.get();
    gossip.updateSelf(
        new SelfReport(
            topology.epoch(),
            held.value(StorageMetric.KEYS),
            held.value(StorageMetric.CONTENT_BYTES),
            held.readOnly() != null));
    show();
  }

  /** Publishes what is known now. */
  public void show() {
    shownStats = gossip.stats();
    liveness.publish(topology, this::status);
  }

  private NodeStatus status(Member member) {
    SelfReport report = gossip.report(member.nodeId());
    boolean known = report.epoch() > 0;
    return new NodeStatus(
        member,
        gossip.state(member.nodeId()),
        sight.answering(member.number()),
        sight.clockAheadMs(member.number()),
        known ? report.keys() : -1,
        known ? report.bytes() : -1,
        report.epoch(),
        report.refusesWrites());
  }

  /** Whether every member that is not down has an epoch, as far as this node has heard. */
  boolean everyoneHas(long epoch) {
    for (Member member : topology.members().values()) {
      boolean counts = gossip.state(member.nodeId()) != MemberState.DOWN;
      if (counts && gossip.report(member.nodeId()).epoch() < epoch) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void send(Address to, byte[] datagram) {
    env.datagrams().send(to, datagram);
  }

  @Override
  public void changed(String nodeId, MemberState from, MemberState to) {
    loop.execute(this::show);
    Member member = topology.member(nodeId);
    if (to == MemberState.ALIVE && member != null) {
      listener.returned(member);
    } else if (member != null && gossip.hasLeft(nodeId)) {
      listener.left(member);
    }
  }

  @Override
  public void reported(String nodeId, SelfReport report) {
    epochs.heardOf(nodeId, report.epoch());
  }

  /** The counters as they were shown last; from any thread. */
  public GossipStats shownStats() {
    return shownStats;
  }

  /** How many updates are still to be broadcast; on loop 0. */
  public int queuedUpdates() {
    return gossip.queuedUpdates();
  }

  /** Tells the others that this node leaves, and falls silent. */
  public void stop() {
    gossip.leave();
    timers.forEach(Timers.Timer::cancel);
  }
}
