package io.atoll.router.health;

import java.util.Comparator;
import java.util.List;

/**
 * The nodes that the router may ask, DC by DC. The order of the DCs breaks ties between them.
 *
 * @param dcs each with at least one node; no name and no address twice
 */
public record Upstreams(List<Dc> dcs) {
  public static final Upstreams EMPTY = new Upstreams(List.of());

  public Upstreams {
    dcs = List.copyOf(dcs);
  }

  /** One DC and its nodes. */
  public record Dc(String name, List<NodeAddress> nodes) {
    public Dc {
      nodes = List.copyOf(nodes);
    }
  }

  /** The same, with the DCs that another one has in the order that they have there, and first. */
  public Upstreams inOrderOf(Upstreams other) {
    List<String> names = other.dcs.stream().map(Dc::name).toList();
    return new Upstreams(
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
