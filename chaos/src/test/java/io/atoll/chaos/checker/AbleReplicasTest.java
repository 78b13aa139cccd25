package io.atoll.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.fault.Whom;
import io.atoll.chaos.model.ReplicaCounts;
import io.atoll.chaos.watch.Health;
import io.atoll.chaos.watch.WatchedCluster;
import io.atoll.ring.Member;
import io.atoll.sim.SimCluster;
import io.atoll.sim.Way;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AbleReplicasTest {
  private static final long FROM = 100_000_000;
  private static final long TO = 900_000_000;

  private final WatchedCluster watched = new WatchedCluster(2, 2, 1_000);
  private final SimCluster cluster = watched.cluster();
  private final Health health = watched.health();

  private void strike(Whom whom) {
    watched.strike(400, 100, whom);
  }

  private AbleReplicas seenFrom(String asked) {
    return AbleReplicas.of(health, asked, cluster.members(), FROM, FROM, TO);
  }

  private static List<String> ids(List<Member> members) {
    return members.stream().map(Member::nodeId).toList();
  }

  @Test
  void allAreAbleWhereNothingStrikes() {
    AbleReplicas found = seenFrom("dc1-1");
    assertThat(found.counts()).isEqualTo(ReplicaCounts.of(Map.of("dc1", 2, "dc2", 2)));
    assertThat(found.doubtful()).isEmpty();
    assertThat(found.haveToThemselves("dc2")).isTrue();
  }

  @Test
  void whoIsStruckOrNotClearOfTheAskedNodeIsDoubtful() {
    strike(Whom.node("dc1-2"));
    strike(Whom.ways(List.of(new Way("dc2-1", "dc1-1"))));
    AbleReplicas found = seenFrom("dc1-1");
    assertThat(ids(found.able())).containsExactly("dc1-1", "dc2-2");
    assertThat(ids(found.doubtful())).containsExactly("dc1-2", "dc2-1");
    assertThat(found.haveToThemselves("dc2")).isFalse();
  }

  @Test
  void ofThoseThatAreNotClearOfEachOtherTheOneWithMostOfThatIsLeftOut() {
    strike(Whom.ways(List.of(new Way("dc2-1", "dc2-2"), new Way("dc2-1", "dc1-2"))));
    assertThat(ids(seenFrom("dc1-1").able())).containsExactly("dc1-1", "dc1-2", "dc2-2");
  }

  @Test
  void whoIsKnownToBeGoneIsNotDoubtful() {
    cluster.crash("dc2-1", true);
    cluster.runForMs(1_000);
    AbleReplicas found =
        AbleReplicas.of(health, "dc1-1", cluster.members(), FROM, 1_100_000_000L, 1_900_000_000L);
    assertThat(ids(found.able())).doesNotContain("dc2-1").hasSize(3);
    assertThat(found.doubtful()).isEmpty();
  }
}
