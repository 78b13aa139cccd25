package io.atoll.chaos.watch;

import io.atoll.chaos.fault.Strike;
import io.atoll.chaos.fault.Whom;
import io.atoll.chaos.world.Stage;
import io.atoll.node.Node;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.sim.Scheduler;
import io.atoll.sim.SimCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which nodes could do their work in a run, and which pairs of them could talk, at what times: seen
 * from outside, by what strikes them and whether they serve. What the nodes themselves believe has
 * no part in it.
 *
 * <p>A node is sound while it serves and nothing strikes it. A pair is clear while nothing strikes
 * the way from one to the other or back. A node whose durable data is destroyed is not sound any
 * more to the end of the run: what it may refuse to read is nobody's to say.
 */
public final class Health {
  /** Between two looks at who serves; a node that came and went in between is seen by its run. */
  static final long LOOK_EVERY_MS = 20;

  /** More than any clock drifts between two looks. */
  private static final long CLOCK_WAS_SET_MS = 500;

  private record Pair(String one, String other) {
    static Pair of(String one, String other) {
      return one.compareTo(other) < 0 ? new Pair(one, other) : new Pair(other, one);
    }
  }

  /** The newest topology that any node had, from a time on. */
  private record Epoch(long fromNanos, Topology topology) {}

  private final SimCluster cluster;
  private final Scheduler.Life life = Stage.life("health");
  private final Map<String, Spans> gone = new LinkedHashMap<>();
  private final Map<String, Spans> struck = new HashMap<>();
  private final Map<Pair, Spans> cut = new HashMap<>();
  private final Spans allStruck = new Spans();
  private final Map<String, Node> runs = new HashMap<>();
  private final Map<String, Long> clockLeadsMs = new HashMap<>();
  private final List<Epoch> epochs = new ArrayList<>();
  private long lookedNanos;

  public Health(SimCluster cluster) {
    this.cluster = cluster;
    for (Member member : cluster.members()) {
      gone.put(member.nodeId(), new Spans());
      struck.put(member.nodeId(), new Spans());
    }
  }

  /** Begins to look, and goes on to the end of the run. */
  public void begin() {
    look();
    cluster.scheduler().after(LOOK_EVERY_MS * 1_000_000, life, this::begin);
  }

  private void look() {
    long now = cluster.scheduler().nowNanos();
    gone.forEach(
        (nodeId, spans) -> {
          Node node = cluster.node(nodeId);
          Node before = runs.put(nodeId, node);
          if (node == null || !node.equals(before) || cluster.isStopping(nodeId)) {
            spans.add(lookedNanos, now);
          }
          if (node != null) {
            learn(now, node.topology());
            watchClock(nodeId, node, now);
          }
        });
    lookedNanos = now;
  }

  /** Whose clock is set, though to the right time, is struck: others have to learn of it. */
  private void watchClock(String nodeId, Node node, long now) {
    long leadMs = node.env().clock().wallMs() - now / 1_000_000;
    Long before = clockLeadsMs.put(nodeId, leadMs);
    if (before != null && Math.abs(leadMs - before) > CLOCK_WAS_SET_MS) {
      struck.get(nodeId).add(lookedNanos, now);
    }
  }

  private void learn(long now, Topology topology) {
    if (epochs.isEmpty() || topology.epoch() > epochs.getLast().topology.epoch()) {
      epochs.add(new Epoch(now, topology));
    }
  }

  /** What is going to happen. */
  public void expect(List<Strike> strikes) {
    strikes.forEach(this::expect);
  }

  private void expect(Strike strike) {
    long from = strike.atMs() * 1_000_000;
    long to = strike.feltUntilMs() * 1_000_000;
    Whom whom = strike.fault().whom();
    if (whom.everybody()) {
      allStruck.add(from, to);
    }
    whom.nodes().forEach(node -> struck.get(node).add(from, to));
    whom.ways()
        .forEach(
            way ->
                cut.computeIfAbsent(Pair.of(way.from(), way.to()), pair -> new Spans())
                    .add(from, to));
    strike.fault().harms().forEach(node -> struck.get(node).add(from, Long.MAX_VALUE));
  }

  /** Whether a node could do its work at every moment of a time. */
  public boolean isSound(String nodeId, long fromNanos, long toNanos) {
    return !allStruck.meet(fromNanos, toNanos)
        && !struck.get(nodeId).meet(fromNanos, toNanos)
        && !gone.get(nodeId).meet(fromNanos, toNanos);
  }

  /** Whether two nodes could talk at every moment of a time. */
  public boolean isClear(String one, String other, long fromNanos, long toNanos) {
    Spans cuts = cut.get(Pair.of(one, other));
    return !allStruck.meet(fromNanos, toNanos) && (cuts == null || !cuts.meet(fromNanos, toNanos));
  }

  /** Whether no process of a node was there at any moment of a time. */
  public boolean isGone(String nodeId, long fromNanos, long toNanos) {
    return gone.get(nodeId).cover(fromNanos, toNanos);
  }

  /** Whether a process of a node was there, and the same, at every moment of a time. */
  public boolean isThere(String nodeId, long fromNanos, long toNanos) {
    return !gone.get(nodeId).meet(fromNanos, toNanos);
  }

  /** Whether nothing strikes anybody and every node is there at every moment of a time. */
  public boolean allIsWell(long fromNanos, long toNanos) {
    return nothingStrikes(fromNanos, toNanos)
        && gone.values().stream().noneMatch(each -> each.meet(fromNanos, toNanos));
  }

  /** Whether nothing that is planned strikes anybody at any moment of a time. */
  boolean nothingStrikes(long fromNanos, long toNanos) {
    return !allStruck.meet(fromNanos, toNanos)
        && struck.values().stream().noneMatch(each -> each.meet(fromNanos, toNanos))
        && cut.values().stream().noneMatch(each -> each.meet(fromNanos, toNanos));
  }

  /** Whether a node and some others were sound, and clear of each other, throughout. */
  boolean areTogether(String nodeId, List<Member> others, long fromNanos, long toNanos) {
    List<String> all = new ArrayList<>(List.of(nodeId));
    others.forEach(other -> all.add(other.nodeId()));
    return all.stream()
        .allMatch(
            one ->
                isSound(one, fromNanos, toNanos)
                    && all.stream().allMatch(other -> isClear(one, other, fromNanos, toNanos)));
  }

  /** The newest topology at each moment of a time. */
  public List<Topology> topologies(long fromNanos, long toNanos) {
    List<Topology> found = new ArrayList<>();
    for (int i = 0; i < epochs.size(); i++) {
      boolean over = i + 1 < epochs.size() && epochs.get(i + 1).fromNanos < fromNanos;
      if (!over && epochs.get(i).fromNanos <= toNanos) {
        found.add(epochs.get(i).topology);
      }
    }
    return found;
  }
}
