package io.atoll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TopologyTest {
  @Test
  void theFirstEpochHasOneKeyspaceInEveryDc() {
    List<Member> members = Clusters.members(3, "us", "eu");
    members.addAll(Clusters.members(2, "ap"));
    Topology topology = Topology.form("test", 64, members);
    assertThat(topology.epoch()).isEqualTo(1);
    assertThat(topology.dcs()).containsExactly("ap", "eu", "us");
    assertThat(topology.keyspaces()).containsOnlyKeys("default");
    Keyspace keyspace = topology.keyspaces().get("default");
    assertThat(keyspace.id()).isEqualTo(1);
    assertThat(keyspace.replication()).isEqualTo(Map.of("ap", 2, "eu", 3, "us", 3));
    assertThat(keyspace.conflicts()).isEqualTo(ConflictPolicy.SIBLINGS);
    assertThat(keyspace.read()).isEqualTo(ConsistencyLevel.Named.QUORUM);
    assertThat(keyspace.write()).isEqualTo(ConsistencyLevel.Named.QUORUM);
    assertThat(topology.nextKeyspace()).isEqualTo(2);
    assertThat(topology.nextMember()).isEqualTo(8);
  }

  @Test
  void membersAreNumberedByDcAndNodeId() {
    Topology topology = Clusters.threeDcs();
    assertThat(topology.members().values())
        .extracting(Member::nodeId)
        .containsExactly("ap-1", "ap-2", "ap-3", "eu-1", "eu-2", "eu-3", "us-1", "us-2", "us-3");
    assertThat(topology.member("eu-2").number()).isEqualTo(4);
    assertThat(topology.member("nobody")).isNull();
  }

  @Property(tries = 30)
  void theOrderAndTheNumbersOfTheMembersDoNotMatter(@ForAll Random random) {
    List<Member> shuffled = new ArrayList<>();
    for (Member member : Clusters.members(3, "us", "eu", "ap")) {
      shuffled.add(member.withNumber(random.nextInt(100)));
    }
    Collections.shuffle(shuffled, random);
    Topology topology = Topology.form("test", 64, shuffled);
    assertThat(topology).isEqualTo(Clusters.threeDcs()).hasSameHashCodeAs(Clusters.threeDcs());
    assertThat(topology.encode()).isEqualTo(Clusters.threeDcs().encode());
  }

  @Test
  void formSaysWhatIsWrong() {
    assertThatThrownBy(() -> Topology.form("test", 64, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are no members: must be at least one");
    assertThatThrownBy(() -> Topology.form("test", 65, Clusters.members(1, "us")))
        .hasMessage("partitions is 65: must be a power of two from 1 to 65536");
    assertThatThrownBy(() -> Topology.form("", 64, Clusters.members(1, "us")))
        .hasMessageContaining("cluster name is ''");
    Member one = Clusters.member("a", "us", "r");
    assertThatThrownBy(
            () -> Topology.form("test", 64, List.of(one, Clusters.member("a", "eu", "r"))))
        .hasMessage("node id a occurs twice, at a.example:7002 and at a.example:7002");
    Member sameAddress = new Member(0, "b", "us", "r", 1, "a.example", 8001, 7003, 8003, 8004);
    assertThatThrownBy(() -> Topology.form("test", 64, List.of(one, sameAddress)))
        .hasMessage(
            "address a.example:7003 (tcp) occurs twice: as the http port of node a and as the peer"
                + " port of node b");
  }

  @Test
  void gossipMayShareAPortNumberWithTcp() {
    Member member = new Member(0, "a", "us", "r", 1, "a.example", 7001, 7001, 7003, 7004);
    assertThat(Topology.form("test", 1, List.of(member)).members()).hasSize(1);
  }

  @Test
  void aKeyspaceIsAddedUnderANewIdAndRemovedForGood() {
    Topology first = Clusters.threeDcs();
    Topology second = first.withKeyspace(Clusters.keyspace("users", "us", 1, "eu", 2));
    assertThat(second.epoch()).isEqualTo(2);
    assertThat(second.keyspaces().get("users").id()).isEqualTo(2);
    assertThat(second.claim()).isEqualTo(first.claim());
    Topology third = second.withoutKeyspace("users");
    assertThat(third.keyspaces()).isEqualTo(first.keyspaces());
    Topology fourth = third.withKeyspace(Clusters.keyspace("users", "us", 1));
    assertThat(fourth.keyspaces().get("users").id()).isEqualTo(3);
    assertThat(fourth.epoch()).isEqualTo(4);
  }

  @Test
  void onlyANumberThatWasGivenCanBeOfAKeyspaceThatIsGone() {
    Topology first = Clusters.threeDcs();
    Topology second = first.withKeyspace(Clusters.keyspace("users", "us", 1));
    assertThat(first.hasDropped(2)).as("not given yet").isFalse();
    assertThat(second.hasDropped(2)).as("there").isFalse();
    Topology third = second.withoutKeyspace("users");
    assertThat(third.hasDropped(2)).as("given, and gone").isTrue();
    assertThat(third.withKeyspace(Clusters.keyspace("users", "us", 1)).hasDropped(2))
        .as("the same name has another number")
        .isTrue();
    assertThat(third.hasDropped(1)).isFalse();
    assertThat(third.hasDropped(0)).as("never given").isFalse();
    assertThat(third.hasDropped(-1)).as("never given").isFalse();
  }

  @Test
  void onlyANumberThatWasGivenCanBeOfAMemberThatIsGone() {
    Topology before = Topology.form("test", 64, Clusters.members(4, "us"));
    Member leaving = before.members().get(2);
    Topology after = before.withLeft(List.of(leaving.nodeId()));
    assertThat(before.hasLeft(2)).as("there").isFalse();
    assertThat(after.hasLeft(2)).as("gone").isTrue();
    assertThat(after.hasLeft(3)).as("there").isFalse();
    assertThat(after.hasLeft(4)).as("not given yet").isFalse();
    assertThat(after.hasLeft(-1)).as("never given").isFalse();
  }

  @Test
  void aRaisedFactorDeepensTheClaimAndMovesNobody() {
    Topology before = Topology.form("test", 64, Clusters.members(5, "us", "eu"));
    Topology after = before.withChangedKeyspace(Clusters.keyspace("default", "us", 5, "eu", 3));
    assertThat(after.keyspaces().get("default").id()).isEqualTo(1);
    assertThat(after.claim().depth("us")).isEqualTo(5);
    assertThat(after.claim().depth("eu")).isEqualTo(3);
    for (int partition = 0; partition < 64; partition++) {
      assertThat(after.claim().owners("us", partition))
          .startsWith(before.claim().owners("us", partition));
      assertThat(after.claim().owners("eu", partition))
          .containsExactly(before.claim().owners("eu", partition));
    }
  }

  @Test
  void thereAreOnlySoManyKeyspaces() {
    Topology topology = Topology.form("test", 1, List.of(Clusters.member("a", "us", "r")));
    while (topology.keyspaces().size() < Topology.MAX_KEYSPACES) {
      topology =
          topology.withKeyspace(Clusters.keyspace("k" + topology.keyspaces().size(), "us", 1));
    }
    Topology full = topology;
    assertThatThrownBy(() -> full.withKeyspace(Clusters.keyspace("more", "us", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there are 1000 keyspaces, the most that a cluster can have");
    assertThat(full.withoutKeyspace("k7").withKeyspace(Clusters.keyspace("more", "us", 1)))
        .isNotNull();
  }

  @Test
  void keyspaceChangesSayWhatIsWrong() {
    Topology topology = Clusters.threeDcs();
    assertThatThrownBy(() -> topology.withKeyspace(Clusters.keyspace("default", "us", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("keyspace default exists");
    assertThatThrownBy(() -> topology.withKeyspace(Clusters.keyspace("users", "mars", 1)))
        .hasMessage(
            "keyspace users has replicas in dc mars, which has no nodes: the dcs are [ap, eu, us]");
    assertThatThrownBy(() -> topology.withKeyspace(Clusters.keyspace("users", "us", 4)))
        .hasMessage("replication factor of keyspace users in dc us is 4: the dc has 3 nodes");
    assertThatThrownBy(() -> topology.withChangedKeyspace(Clusters.keyspace("users", "us", 1)))
        .hasMessage("no keyspace is called 'users': there are [default]");
    assertThatThrownBy(() -> topology.withoutKeyspace("users"))
        .hasMessage("no keyspace is called 'users': there are [default]");
  }

  @Test
  void aTopologyWithoutKeyspacesHoldsNoArcs() {
    Topology topology = Clusters.threeDcs().withoutKeyspace("default");
    assertThat(topology.claim().dcs()).isEmpty();
    assertThat(Topology.decode(topology.encode())).isEqualTo(topology);
    assertThat(topology.withKeyspace(Clusters.keyspace("users", "us", 2)).claim().depth("us"))
        .isEqualTo(2);
  }

  @Test
  void membersJoinUnderNewNumbersAndLeaveForGood() {
    Topology first = Topology.form("test", 256, Clusters.members(4, "us"));
    Topology joined = first.withJoined(List.of(Clusters.member("us-9", "us", "rack9")));
    assertThat(joined.member("us-9").number()).isEqualTo(4);
    assertThat(joined.claim().arcs("us", 3).get(4)).isBetween(153, 154);
    Topology left = joined.withLeft(List.of("us-9"));
    assertThat(left.claim().arcs("us", 3)).doesNotContainKey(4);
    Topology again = left.withJoined(List.of(Clusters.member("us-9", "us", "rack9")));
    assertThat(again.member("us-9").number()).isEqualTo(5);
    assertThat(again.epoch()).isEqualTo(4);
  }

  @Test
  void aNewDcHoldsNothingUntilAKeyspaceNamesIt() {
    Topology topology = Topology.form("test", 64, Clusters.members(3, "us"));
    Topology joined = topology.withJoined(Clusters.members(2, "eu"));
    assertThat(joined.claim()).isEqualTo(topology.claim());
    assertThat(joined.dcs()).containsExactly("eu", "us");
    Topology spread = joined.withChangedKeyspace(Clusters.keyspace("default", "us", 3, "eu", 2));
    assertThat(spread.claim().depth("eu")).isEqualTo(2);
  }

  @Test
  void aLeaveThatLeavesTooFewNodesIsRefused() {
    assertThatThrownBy(() -> Clusters.threeDcs().withLeft(List.of("us-1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("replication factor of keyspace default in dc us is 3: the dc has 2 nodes");
    assertThatThrownBy(() -> Clusters.threeDcs().withLeft(List.of("us-7")))
        .hasMessage("no member is called 'us-7'");
  }

  @Test
  void aHeavierNodeHoldsMore() {
    Topology topology =
        Topology.form("test", 256, Clusters.members(6, "us")).withWeights(Map.of("us-1", 2));
    int heavy = topology.member("us-1").number();
    assertThat(topology.claim().arcs("us", 3).get(heavy)).isBetween(219, 220); // 3 × 2/7
  }
}
