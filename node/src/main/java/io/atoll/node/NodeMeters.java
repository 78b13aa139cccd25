package io.atoll.node;

import io.atoll.hints.HintStats;
import io.atoll.membership.Answering;
import io.atoll.membership.GossipStats;
import io.atoll.membership.MemberState;
import io.atoll.repair.RepairStats;
import io.atoll.repair.RepairVerdict;
import io.atoll.replication.ReplicationStats;
import io.atoll.runtime.LinkFailure;
import io.atoll.runtime.TransportStats;
import io.atoll.service.NodeStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Shows the counters of a node's parts as meters; docs/metrics.md says what each means. */
final class NodeMeters {
  private final MeterRegistry registry;

  NodeMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Both are held weakly: meters of a node that is gone stand still. */
  void bind(Node node, TransportStats transport) {
    replication(node);
    new StorageMeters(registry).bind(node);
    transport(transport);
    gossip(node);
    liveness(node);
    gauge(
        "atoll.clock.offset.seconds",
        "How far this node's clock is ahead of most others",
        node,
        Node::clockAheadSeconds);
    gauge(
        "atoll.topology.epoch",
        "The newest epoch that this node has",
        node,
        n -> n.topology().epoch());
    incarnation(node);
    hints(node);
    repairs(node);
    gauge(
        "atoll.protocol.common.version",
        "The highest protocol version that every member is known to speak; 0 while not all are"
            + " known",
        node,
        n -> n.shownGossipStats().commonVersion());
    gauge(
        "atoll.peer.calls.pending",
        "Calls to peers that wait for an answer",
        node,
        Node::pendingPeerCalls);
    counter(
        "atoll.peer.frames.malformed",
        "Frames of peers that could not be read",
        node,
        Node::malformedPeerFrames);
  }

  private void incarnation(Node node) {
    counter(
        "atoll.incarnation.renewals",
        "New incarnations that this node took since its start",
        node,
        n -> n.incarnations().renewals());
    gauge(
        "atoll.incarnation.proven",
        "1 when a majority of the other nodes has confirmed that the data directory is the newest",
        node,
        n -> n.incarnations().isNewest() ? 1 : 0);
    gauge(
        "atoll.incarnation.elsewhere",
        "1 when this node runs elsewhere too",
        node,
        n -> n.incarnations().runsElsewhere() ? 1 : 0);
  }

  private void hints(Node node) {
    gauge(
        "atoll.hints.keys",
        "Hints: keys of which a replica is to be brought what it missed, once for each replica",
        node,
        n -> n.hints().bounds().count());
    gauge("atoll.hints.bytes", "Bytes that hints take", node, n -> n.hints().bounds().bytes());
    gauge(
        "atoll.hints.dirty.arcs",
        "Arcs of which a replica lacks keys that no hint names",
        node,
        n -> n.hints().bounds().dirtyArcs());
    for (HintStats.Counter each : HintStats.Counter.values()) {
      counter(
          "atoll.hints." + dotted(each.name()),
          each.description(),
          node,
          n -> n.hints().stats().value(each));
    }
  }

  private void repairs(Node node) {
    gauge(
        "atoll.repair.partners",
        "Nodes that hold something of what this one holds",
        node,
        n -> n.repairs().shown().size());
    gauge(
        "atoll.repair.partners.in.step",
        "Those of them that the last comparison found in step",
        node,
        n ->
            n.repairs().shown().stream()
                .filter(partner -> partner.verdict() == RepairVerdict.IN_STEP)
                .count());
    gauge(
        "atoll.repair.behind.seconds",
        "How long ago the latest moment is as of which this node was in step with all of them",
        node,
        n -> n.repairs().behindMs() / 1e3);
    for (RepairStats.Counter each : RepairStats.Counter.values()) {
      counter(
          "atoll.repair." + dotted(each.name()),
          each.description(),
          node,
          n -> n.repairs().stats().value(each));
    }
  }

  private void replication(Node node) {
    for (ReplicationStats.Counter each : ReplicationStats.Counter.values()) {
      counter(
          "atoll.replication." + dotted(each.name()),
          each.description(),
          node,
          n -> n.replicationStats().value(each));
    }
  }

  private void transport(TransportStats transport) {
    for (TransportStats.Counter each : TransportStats.Counter.values()) {
      counter(
          "atoll.transport." + dotted(each.name()),
          each.description(),
          transport,
          t -> t.get(each));
    }
    for (LinkFailure each : LinkFailure.values()) {
      FunctionCounter.builder("atoll.transport.link.failures", transport, t -> t.failures(each))
          .description("Peer links that failed, by reason")
          .tag("reason", each.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  private void gossip(Node node) {
    for (GossipStats.Counter each : GossipStats.Counter.values()) {
      counter(
          "atoll.gossip." + dotted(each.name()),
          each.description(),
          node,
          n -> n.shownGossipStats().value(each));
    }
  }

  private void liveness(Node node) {
    gauge(
        "atoll.members.down",
        "Members that requests are not sent to",
        node,
        n -> count(n, member -> member.state() == MemberState.DOWN));
    gauge(
        "atoll.members.without.gossip",
        "Members that answer requests and are down to gossip",
        node,
        n ->
            count(
                n,
                member ->
                    member.answering() == Answering.ANSWERS
                        && member.gossip() == MemberState.DOWN));
    gauge(
        "atoll.members.silent",
        "Members that are not down to gossip and do not answer requests",
        node,
        n ->
            count(
                n,
                member ->
                    member.answering() == Answering.SILENT && member.gossip() != MemberState.DOWN));
  }

  private static long count(Node node, Predicate<NodeStatus> those) {
    return node.members().stream().filter(those).count();
  }

  private <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
    Gauge.builder(name, of, value).description(description).register(registry);
  }

  private <T> void counter(String name, String description, T of, ToDoubleFunction<T> value) {
    FunctionCounter.builder(name, of, value).description(description).register(registry);
  }

  private static String dotted(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
