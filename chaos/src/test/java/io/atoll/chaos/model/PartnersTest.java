package io.atoll.chaos.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.sim.SimSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PartnersTest {
  private static Topology topology(int dcs, int nodesPerDc, Map<String, Integer> replication) {
    Topology formed = Topology.form("t", 64, SimSettings.members(dcs, nodesPerDc, nodesPerDc));
    Keyspace only =
        new Keyspace(0, "k", new TreeMap<>(replication), ConflictPolicy.LWW, Named.ONE, Named.ONE);
    return formed.withoutKeyspace(Topology.DEFAULT_KEYSPACE).withKeyspace(only);
  }

  @Test
  void whereEveryNodeHoldsEverythingAllAreAndTheOrderSaysNothing() {
    assertThat(Partners.of(topology(2, 2, Map.of("dc1", 2, "dc2", 2))))
        .containsExactly(
            new Partners(0, 1),
            new Partners(0, 2),
            new Partners(0, 3),
            new Partners(1, 2),
            new Partners(1, 3),
            new Partners(2, 3));
    assertThat(Partners.of(3, 1)).isEqualTo(Partners.of(1, 3)).isEqualTo(new Partners(1, 3));
  }

  @Test
  void whereEachKeyHasOneReplicaNobodyIs() {
    assertThat(Partners.of(topology(1, 4, Map.of("dc1", 1)))).isEmpty();
  }

  @Test
  void aDcWithoutReplicasHasNone() {
    List<Integer> first =
        SimSettings.members(2, 3, 3).stream()
            .filter(member -> member.dc().equals("dc1"))
            .map(Member::number)
            .toList();
    assertThat(Partners.of(topology(2, 3, Map.of("dc1", 3))))
        .hasSize(3)
        .allMatch(each -> first.contains(each.one()) && first.contains(each.other()));
  }
}
