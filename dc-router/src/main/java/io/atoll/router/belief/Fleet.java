package io.atoll.router.belief;

import java.util.List;

/**
 * The nodes that the router may ask, DC by DC. The order of the DCs breaks ties between them.
 *
 * @param dcs each with at least one node; no name and no address twice
 */
public record Fleet(List<FleetDc> dcs) {
  public static final Fleet EMPTY = new Fleet(List.of());

  public Fleet {
    dcs = List.copyOf(dcs);
  }

  /** One DC and its nodes. */
  public record FleetDc(String name, List<NodeAddress> nodes) {
    public FleetDc {
      nodes = List.copyOf(nodes);
    }
  }

  public boolean isEmpty() {
    return dcs.isEmpty();
  }
}
