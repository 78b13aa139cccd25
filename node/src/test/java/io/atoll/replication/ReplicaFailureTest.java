package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaFailureTest {
  @Test
  void theReasonsOfAFewAreToldOneByOne() {
    List<ReplicaFailure> two =
        List.of(new ReplicaFailure("us-2", "no space left"), new ReplicaFailure("us-3", "late"));
    assertThat(ReplicaFailure.told(two)).isEqualTo("; us-2: no space left; us-3: late");
    assertThat(ReplicaFailure.told(List.of())).isEmpty();
  }

  @Test
  void sixtyFourReplicasWithMuchToSayMakeAShortMessage() {
    List<ReplicaFailure> all = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      all.add(ReplicaFailure.of("node-" + i, "x".repeat(1_000)));
    }
    String told = ReplicaFailure.told(all);
    assertThat(told).hasSizeLessThan(1_200).contains("; node-7: ").endsWith("; and 56 more");
    assertThat(told).doesNotContain("node-8");
  }

  @Test
  void aLongReasonIsCutShort() {
    assertThat(ReplicaFailure.of("a", "x".repeat(120)).reason()).isEqualTo("x".repeat(120));
    assertThat(ReplicaFailure.of("a", "x".repeat(121)).reason()).isEqualTo("x".repeat(119) + "…");
  }
}
