package io.atoll.chaos.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.Claim;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PlacementRulesTest {
  private static final int ARCS = 64;

  /** Nodes of one DC, dealt out to racks. */
  private static List<Member> dc(
      String dc, int nodes, int racks, IntUnaryOperator weight, List<Member> to) {
    for (int n = 0; n < nodes; n++) {
      int port = 10_000 + 4 * to.size();
      String id = dc + "-" + n;
      to.add(
          new Member(
              to.size(),
              id,
              dc,
              "rack" + n % racks,
              weight.applyAsInt(n),
              id,
              port,
              port + 1,
              port + 2,
              port + 3));
    }
    return to;
  }

  private static List<Member> dc(int nodes, int racks, IntUnaryOperator weight) {
    return dc("a", nodes, racks, weight, new ArrayList<>());
  }

  @Test
  void whatTheStoreClaimsKeepsThem() {
    for (int nodes = 1; nodes <= 7; nodes++) {
      for (int racks = 1; racks <= nodes; racks++) {
        for (int most : new int[] {1, 3}) {
          Topology topology = Topology.form("t", ARCS, dc(nodes, racks, n -> 1 + n % most));
          for (int factor = 1; factor <= Math.min(5, nodes); factor++) {
            Topology more = topology.withKeyspace(keyspace("k" + factor, Map.of("a", factor)));
            assertThat(PlacementRules.brokenBy(more))
                .as("%d nodes, %d racks, weights to %d, factor %d", nodes, racks, most, factor)
                .isEmpty();
          }
        }
      }
    }
  }

  private static Keyspace keyspace(String name, Map<String, Integer> replication) {
    return new Keyspace(
        0, name, new TreeMap<>(replication), ConflictPolicy.SIBLINGS, Named.QUORUM, Named.QUORUM);
  }

  /** What is found when the claim of some nodes is judged as if they were others. */
  private static List<String> judgedAs(List<Member> claimed, List<Member> judged) {
    Topology honest = Topology.form("t", ARCS, claimed);
    return PlacementRules.brokenBy(honest.claim(), judged, honest.keyspaces().values());
  }

  @Test
  void aClaimThatIgnoresRacksBreaksThem() {
    assertThat(judgedAs(dc(6, 6, n -> 1), dc(6, 3, n -> 1)))
        .singleElement()
        .asString()
        .contains("in racks");
  }

  @Test
  void aClaimThatIgnoresWeightsBreaksThem() {
    assertThat(judgedAs(dc(6, 6, n -> 1), dc(6, 6, n -> n == 0 ? 1 : 3)))
        .singleElement()
        .asString()
        .contains("fair share");
  }

  @Test
  void aClaimOfNodesOfAnotherDcBreaksThem() {
    List<Member> nodes = dc("b", 3, 3, n -> 1, dc(3, 3, n -> 1));
    List<Member> moved = new ArrayList<>(nodes);
    moved.set(0, at(nodes.getFirst(), "b", "rack0"));
    assertThat(judgedAs(nodes, moved)).anyMatch(each -> each.contains("not 3 nodes of it"));
  }

  @Test
  void aClaimThatIsNotAsDeepAsTheLargestFactorBreaksThem() {
    Topology topology = Topology.form("t", ARCS, dc(5, 5, n -> 1));
    List<Keyspace> wide = List.of(keyspace("k", Map.of("a", 4)));
    assertThat(PlacementRules.brokenBy(topology.claim(), topology.members().values(), wide))
        .singleElement()
        .asString()
        .contains("the largest factor there is 4");
  }

  private static Member at(Member member, String dc, String rack) {
    return new Member(
        member.number(),
        member.nodeId(),
        dc,
        rack,
        member.weight(),
        member.host(),
        member.gossipPort(),
        member.peerPort(),
        member.httpPort(),
        member.clientPort());
  }

  @Test
  void sharesOfUnevenRacksAreThoseOfTheBestAssignmentThatRespectsThem() {
    // Two racks of one and three nodes: with two replicas each rack has one copy of everything.
    List<Member> nodes = new ArrayList<>();
    dc("a", 4, 4, n -> 1, nodes);
    List<Member> uneven =
        nodes.stream().map(n -> at(n, "a", n.number() == 0 ? "r0" : "r1")).toList();
    FairLoad two = FairLoad.of(uneven, 2);
    assertThat(two.evenCounts()).containsExactly(1, 1);
    assertThat(two.shareOf(uneven.get(0))).isCloseTo(1, within());
    assertThat(two.shareOf(uneven.get(1))).isCloseTo(1 / 3.0, within());
    FairLoad three = FairLoad.of(uneven, 3);
    assertThat(three.evenCounts()).containsExactly(1, 2);
    assertThat(three.shareOf(uneven.get(1))).isCloseTo(2 / 3.0, within());
    FairLoad one = FairLoad.of(uneven, 1);
    assertThat(one.shareOf(uneven.get(0))).isCloseTo(1 / 4.0, within());
  }

  @Test
  void aHeavyNodeHoldsEveryArcOnceAtMost() {
    List<Member> nodes = dc(4, 4, n -> n == 0 ? 100 : 1);
    FairLoad two = FairLoad.of(nodes, 2);
    assertThat(two.shareOf(nodes.get(0))).isCloseTo(1, within());
    assertThat(two.shareOf(nodes.get(1))).isCloseTo(1 / 3.0, within());
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-9);
  }

  @Test
  void anArcIsAPartOfTheCircle() {
    long[] tokens = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0x1234_5678_9abc_def0L};
    for (int arcs = 1; arcs <= 1 << 16; arcs <<= 1) {
      for (long token : tokens) {
        BigInteger circle = BigInteger.ONE.shiftLeft(64);
        BigInteger unsigned = new BigInteger(Long.toUnsignedString(token));
        int defined = unsigned.multiply(BigInteger.valueOf(arcs)).divide(circle).intValueExact();
        assertThat(Placement.arcOf(token, arcs)).isEqualTo(defined);
      }
    }
  }

  @Test
  void replicasAreTheFirstOfEachDcsList() {
    List<Member> nodes = dc("b", 4, 4, n -> 1, dc(5, 5, n -> 1));
    Topology topology =
        Topology.form("t", ARCS, nodes).withKeyspace(keyspace("k", Map.of("a", 2, "b", 1)));
    Claim claim = topology.claim();
    Keyspace keyspace = topology.keyspaces().get("k");
    long token = 17L << 58;
    assertThat(Placement.replicas(topology, keyspace, token).stream().map(Member::number))
        .containsExactly(claim.owner("a", 17, 0), claim.owner("a", 17, 1), claim.owner("b", 17, 0));
  }
}
