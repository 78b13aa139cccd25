package io.atoll.router.belief;

import java.util.Comparator;
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

  /** The same, with the DCs that another one has in the order that they have there, and first. */
  public Fleet inOrderOf(Fleet other) {
    List<String> names = other.dcs.stream().map(FleetDc::name).toList();
    return new Fleet(
        dcs.stream()
            .sorted(
                Comparator.comparingInt(
                    dc -> {
                      int place = names.indexOf(dc.name());
                      return place < 0 ? names.size() : place;
                    }))
            .toList());
  }

  public boolean isEmpty() {
    return dcs.isEmpty();
  }
}
