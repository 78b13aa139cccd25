package io.atoll.node;

import io.atoll.env.Address;
import io.atoll.env.NodeEnv;
import io.atoll.env.Timers;
import io.atoll.membership.Gossip;
import io.atoll.membership.GossipOutput;
import io.atoll.membership.GossipStats;
import io.atoll.membership.HmacSeal;
import io.atoll.membership.Liveness;
import io.atoll.membership.Peer;
import io.atoll.membership.SelfReport;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.server.NodeStatus;
import io.atoll.storage.StorageStats;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/**
 * Runs gossip on the node's socket and clock, and shows what it believes on the {@link
 * LivenessView}. Lives on loop 0.
 */
final class GossipService implements GossipOutput {
  private static final long REPORT_MS = 1_000;

  private final NodeEnv env;
  private final NodeSettings settings;
  private final Gossip gossip;
  private final LivenessView board;
  private final Supplier<StorageStats> load;
  private final Consumer<String> returned;
  private final ObjLongConsumer<String> epochs;
  private final List<Timers.Timer> timers = new ArrayList<>();
  private Topology topology;
  private volatile GossipStats shownStats;

  /**
   * @param load what this node holds
   * @param returned told the node id of whoever is alive again
   * @param epochs told that a node id has an epoch, whenever it reports one
   */
  GossipService(
      NodeEnv env,
      NodeSettings settings,
      Topology first,
      LivenessView board,
      Supplier<StorageStats> load,
      Consumer<String> returned,
      ObjLongConsumer<String> epochs) {
    this.env = env;
    this.settings = settings;
    this.board = board;
    this.load = load;
    this.returned = returned;
    this.epochs = epochs;
    this.topology = first;
    this.gossip =
        new Gossip(
            settings.gossip(),
            settings.versions(),
            peer(first.member(settings.nodeId())),
            env.clock().wallMs(),
            new HmacSeal(settings.clusterName(), settings.secret()),
            env.entropy(),
            this);
    this.shownStats = gossip.stats();
  }

  private static Peer peer(Member member) {
    return new Peer(member.nodeId(), member.dc(), new Address(member.host(), member.gossipPort()));
  }

  void start() {
    adopted(topology);
    env.datagrams().onReceive((from, payload) -> gossip.receive(payload));
    timers.add(
        env.loops()
            .get(0)
            .every(settings.gossip().tickMs(), () -> gossip.tick(env.clock().millis())));
    timers.add(env.loops().get(0).every(REPORT_MS, this::report));
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
        new SelfReport(topology.epoch(), held.shards().keys(), held.shards().contentBytes()));
    show();
  }

  private void show() {
    shownStats = gossip.stats();
    board.post(topology, this::status);
  }

  private NodeStatus status(Member member) {
    SelfReport report = gossip.report(member.nodeId());
    boolean known = report.epoch() > 0;
    return new NodeStatus(
        member,
        LivenessView.state(gossip.state(member.nodeId())),
        known ? report.keys() : -1,
        known ? report.bytes() : -1,
        report.epoch());
  }

  /**
   * Whether every member that is not taken for dead has an epoch, as far as this node has heard.
   */
  boolean everyoneHas(long epoch) {
    for (Member member : topology.members().values()) {
      boolean counts = gossip.state(member.nodeId()) != Liveness.DOWN;
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
  public void changed(String nodeId, Liveness from, Liveness to) {
    env.loops().get(0).execute(this::show);
    if (to == Liveness.ALIVE) {
      returned.accept(nodeId);
    }
  }

  @Override
  public void reported(String nodeId, SelfReport report) {
    epochs.accept(nodeId, report.epoch());
  }

  /** The counters as they were shown last; from any thread. */
  GossipStats shownStats() {
    return shownStats;
  }

  /** Says good-bye to the others and falls silent. */
  void stop() {
    gossip.leave();
    timers.forEach(Timers.Timer::cancel);
  }
}
