package io.atoll.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VotersTest {
  @Test
  void sevenOfThreeDcsAreSpreadAndSurviveTheLossOfOne() {
    List<Member> voters = Clusters.threeDcs().voters();
    assertThat(voters)
        .extracting(Member::nodeId)
        .containsExactly("ap-1", "ap-2", "ap-3", "eu-1", "eu-2", "us-1", "us-2");
  }

  @Test
  void theirNumberIsOdd() {
    for (int nodes = 1; nodes <= 10; nodes++) {
      List<Member> voters = Topology.form("test", 16, Clusters.members(nodes, "us")).voters();
      assertThat(voters).hasSize(Math.min(7, nodes % 2 == 1 ? nodes : nodes - 1));
    }
    assertThat(Topology.form("test", 16, Clusters.members(2, "us", "eu")).voters()).hasSize(3);
  }

  @Test
  void insideADcRacksComeInTurn() {
    List<Member> members = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      members.add(Clusters.member("n" + i, "us", i <= 6 ? "big" : "small" + i));
    }
    assertThat(Topology.form("test", 16, members).voters())
        .extracting(Member::nodeId)
        .containsExactly("n1", "n2", "n3", "n4", "n7", "n8", "n9");
  }

  @Test
  void noDcOfThreeHoldsAMajority() {
    List<Member> members = Clusters.members(5, "us");
    members.addAll(Clusters.members(1, "eu", "ap"));
    assertThat(Topology.form("test", 16, members).voters())
        .extracting(Member::nodeId)
        .containsExactly("ap-1", "eu-1", "us-1");
  }

  @Test
  void aJoinLeavesSevenVotersInOneDcAsTheyAre() {
    Topology topology = Topology.form("test", 16, Clusters.members(8, "us"));
    assertThat(topology.withJoined(List.of(Clusters.member("aaa", "us", "rack1"))).voters())
        .isEqualTo(topology.voters());
  }
}
