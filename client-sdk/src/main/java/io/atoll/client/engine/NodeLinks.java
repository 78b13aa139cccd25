package io.atoll.client.engine;

import io.atoll.wire.ClusterView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The links of one loop to all members of the view, by DC. A new view keeps the links that lead to
 * the same place, opens new ones, and lets those to departed nodes end when they are idle.
 *
 * <p>Nodes of the local DC get all their connections at once, nodes of others one.
 */
final class NodeLinks {
  private static final long FADE_MS = 5_000;

  private final Turn turn;
  private final EngineSettings settings;
  private final EngineStats stats;
  private final String localDc;
  private final NodeLink.Owner owner;
  private final Map<String, DcLinks> dcs = new TreeMap<>();
  private final List<NodeLink> retired = new ArrayList<>();

  private ClusterView view;
  private NodeLink[] byMember = {};
  private DcLinks local;
  private List<DcLinks> fallbacks = List.of();
  private long sinceFadeMs;
  private String troubles;

  NodeLinks(
      Turn turn, EngineSettings settings, EngineStats stats, String localDc, NodeLink.Owner owner) {
    this.turn = turn;
    this.settings = settings;
    this.stats = stats;
    this.localDc = localDc;
    this.owner = owner;
  }

  ClusterView view() {
    return view;
  }

  /** The link to the member at an index of the view's list. */
  NodeLink member(int index) {
    return byMember[index];
  }

  DcLinks local() {
    return local;
  }

  /** The other DCs, in the order in which they are to stand in. */
  List<DcLinks> fallbacks() {
    return fallbacks;
  }

  /** Goes over to another view. */
  void adopt(ClusterView newer) {
    Map<Integer, NodeLink> old = new HashMap<>();
    for (NodeLink link : byMember) {
      old.put(link.node.number(), link);
    }
    Map<String, List<NodeLink>> byDc = new TreeMap<>();
    NodeLink[] links = new NodeLink[newer.members().size()];
    for (int i = 0; i < links.length; i++) {
      ClusterView.Node node = newer.members().get(i);
      NodeLink link = old.remove(node.number());
      if (link != null && !link.leadsTo(node)) {
        old.put(node.number(), link);
        link = null;
      }
      links[i] = link != null ? link : newLink(newer.clusterName(), node);
      byDc.computeIfAbsent(node.dc(), any -> new ArrayList<>()).add(links[i]);
    }
    List<NodeLink> departed = new ArrayList<>();
    for (NodeLink link : byMember) {
      if (old.containsKey(link.node.number())) {
        departed.add(link);
      }
    }
    view = newer;
    byMember = links;
    dcs.keySet().retainAll(byDc.keySet());
    byDc.forEach((name, members) -> dc(name).have(members, newer.claims().get(name)));
    local = dcs.get(localDc);
    if (local == null) {
      local = new DcLinks(localDc, settings.repeats());
    }
    order();
    retired.addAll(departed);
    departed.forEach(NodeLink::retire);
    for (NodeLink link : links) {
      if (link.dc.name.equals(localDc)) {
        link.want();
      }
      link.connect();
    }
    changed();
  }

  /** A node spoke of an epoch. */
  void heardOf(long epoch) {
    if (epoch > view.epoch()) {
      owner.heardOf(epoch);
    }
  }

  /** Something about the links changed: what was said of them is old. */
  void changed() {
    troubles = null;
  }

  boolean isAnyOpen() {
    for (NodeLink link : byMember) {
      if (link.isOpen()) {
        return true;
      }
    }
    return false;
  }

  /** A node to ask something that any node can answer; the nearest, null when none takes it. */
  NodeLink any() {
    NodeLink found = anyOf(local);
    for (int i = 0; found == null && i < fallbacks.size(); i++) {
      found = anyOf(fallbacks.get(i));
    }
    return found;
  }

  private NodeLink anyOf(DcLinks dc) {
    int count = dc.nodes().size();
    int start = count == 0 ? 0 : (int) Long.remainderUnsigned(turn.loop().random(), count);
    NodeLink suspect = null;
    for (int i = 0; i < count; i++) {
      NodeLink link = dc.nodes().get((start + i) % count);
      if (link.channelFor(0) != null) {
        if (!link.isSuspected(turn.nowNanos())) {
          return link;
        }
        suspect = link;
      }
    }
    return suspect;
  }

  /** Tries every node at once, whatever pauses there are. */
  void hurry() {
    for (NodeLink link : byMember) {
      link.hurry();
    }
  }

  void tick(long sinceLastMs, long nowNanos) {
    for (NodeLink link : byMember) {
      link.tick(sinceLastMs, nowNanos);
    }
    for (NodeLink link : List.copyOf(retired)) {
      link.tick(sinceLastMs, nowNanos);
    }
    retired.removeIf(NodeLink::isGone);
    order();
    sinceFadeMs += sinceLastMs;
    if (sinceFadeMs >= FADE_MS) {
      sinceFadeMs = 0;
      dcs.values().forEach(DcLinks::fade);
    }
  }

  void close(String reason) {
    for (NodeLink link : byMember) {
      link.close(reason);
    }
    for (NodeLink link : List.copyOf(retired)) {
      link.close(reason);
    }
  }

  /** What was tried at every node and what came of it. */
  String troubles() {
    if (troubles == null) {
      List<String> each = new ArrayList<>();
      for (NodeLink link : byMember) {
        each.add(link.trouble());
      }
      troubles = each.isEmpty() ? "the cluster has no members" : String.join("; ", each);
    }
    return troubles;
  }

  private NodeLink newLink(String clusterName, ClusterView.Node node) {
    return new NodeLink(turn, settings, stats, clusterName, node, dc(node.dc()), owner);
  }

  private DcLinks dc(String name) {
    return dcs.computeIfAbsent(name, dc -> new DcLinks(dc, settings.repeats()));
  }

  private void order() {
    List<DcLinks> others = new ArrayList<>(dcs.values());
    others.remove(local);
    others.sort(
        Comparator.comparingInt(this::rank)
            .thenComparingLong(DcLinks::distanceNanos)
            .thenComparing(dc -> dc.name));
    fallbacks = others;
  }

  private int rank(DcLinks dc) {
    int named = settings.fallbackDcs().indexOf(dc.name);
    return named < 0 ? Integer.MAX_VALUE : named;
  }
}
