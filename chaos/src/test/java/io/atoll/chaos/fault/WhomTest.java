package io.atoll.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.sim.Way;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether a fault can be felt by a request. */
class WhomTest {
  private static final List<String> REPLICAS = List.of("b", "c");

  @Test
  void aNodeIsMetAsCoordinatorAndAsReplica() {
    assertThat(Whom.node("a").meets("a", REPLICAS)).isTrue();
    assertThat(Whom.node("c").meets("a", REPLICAS)).isTrue();
    assertThat(Whom.node("d").meets("a", REPLICAS)).isFalse();
  }

  @Test
  void aWayIsMetBetweenTheCoordinatorAndAReplicaInEitherDirection() {
    assertThat(Whom.ways(List.of(new Way("a", "b"))).meets("a", REPLICAS)).isTrue();
    assertThat(Whom.ways(List.of(new Way("c", "a"))).meets("a", REPLICAS)).isTrue();
    assertThat(Whom.ways(List.of(new Way("a", "d"))).meets("a", REPLICAS)).isFalse();
    assertThat(Whom.ways(List.of(new Way("d", "b"))).meets("a", REPLICAS)).isFalse();
  }

  @Test
  void everybodyIsMetByWhatStrikesEverybody() {
    assertThat(Whom.EVERYBODY.meets("a", List.of())).isTrue();
  }
}
