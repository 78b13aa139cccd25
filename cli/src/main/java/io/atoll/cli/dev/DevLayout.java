package io.atoll.cli.dev;

import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape of a development cluster: how many DCs, how many nodes in each, and from which port on.
 *
 * <p>Ports follow a pattern that can be kept in mind: DC number d has the hundred {@code base + 100
 * d}, its node number n the ten {@code + 10 n}, and therein HTTP is 0, peers 1, gossip 2, client 3.
 */
record DevLayout(int dcs, int nodes, int basePort) {
  static final DevLayout DEFAULT = new DevLayout(3, 3, 7400);
  static final int MAX_DCS = 20;
  static final int MAX_NODES = 10;

  private static final String HOST = "127.0.0.1";
  private static final List<String> DC_NAMES = List.of("us", "eu", "ap");
  private static final int PORTS_PER_DC = 100;
  private static final int PORTS_PER_NODE = 10;

  /** The lowest base port: below it there must be room for the router's. */
  private static final int LOWEST = 1024 + PORTS_PER_NODE;

  DevLayout {
    require(dcs >= 1 && dcs <= MAX_DCS, "--dcs " + dcs + ": must be 1 to " + MAX_DCS);
    require(nodes >= 1 && nodes <= MAX_NODES, "--nodes " + nodes + ": must be 1 to " + MAX_NODES);
    int highest = 65_535 - dcs * PORTS_PER_DC;
    require(
        basePort >= LOWEST && basePort <= highest,
        "--base-port " + basePort + ": must be " + LOWEST + " to " + highest);
  }

  /**
   * The same but for what is asked for.
   *
   * @param dcs null for as it is, and so the others
   * @throws IllegalArgumentException naming the flag that is wrong
   */
  DevLayout with(Integer dcs, Integer nodes, Integer basePort) {
    return new DevLayout(
        dcs == null ? this.dcs : dcs,
        nodes == null ? this.nodes : nodes,
        basePort == null ? this.basePort : basePort);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Where the router listens: the ten before the first node. */
  int routerPort() {
    return basePort - PORTS_PER_NODE;
  }

  String routerUrl() {
    return "http://" + HOST + ":" + routerPort();
  }

  /** Every node, DC by DC; each node of a DC has a rack of its own. */
  List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (int d = 0; d < dcs; d++) {
      String dc = d < DC_NAMES.size() ? DC_NAMES.get(d) : "dc" + (d + 1);
      for (int n = 0; n < nodes; n++) {
        int port = basePort + d * PORTS_PER_DC + n * PORTS_PER_NODE;
        String rack = String.valueOf((char) ('a' + n));
        members.add(
            new Member(
                members.size(),
                dc + "-" + (n + 1),
                dc,
                rack,
                1,
                HOST,
                port + 2,
                port + 1,
                port,
                port + 3));
      }
    }
    return members;
  }

  @Override
  public String toString() {
    return "--dcs %d --nodes %d --base-port %d".formatted(dcs, nodes, basePort);
  }
}
