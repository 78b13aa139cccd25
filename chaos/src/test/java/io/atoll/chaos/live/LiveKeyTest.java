package io.atoll.chaos.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LiveKeyTest {
  private final LiveKey key = new LiveKey("k", WriteLevel.QUORUM);

  @Test
  void anAcknowledgedVersionThatIsNotFoundIsLost() {
    acknowledge("us", true);

    assertThat(judged("us", 1)).isEmpty();
    assertThat(judged("us")).isEqualTo("LOST versions [1], found []");
  }

  @Test
  void aVersionThatWasNotAcknowledgedMayExistOrNot() {
    acknowledge("us", true);
    key.next();

    assertThat(judged("us", 1)).isEmpty();
    assertThat(judged("us", 2)).as("it covers what was acknowledged before").isEmpty();
  }

  @Test
  void aVersionThatWasCoveredMustNotBeFoundAgain() {
    acknowledge("us", true);
    acknowledge("us", true);

    assertThat(judged("us", 2)).isEmpty();
    assertThat(judged("us", 1)).isEqualTo("LOST versions [2], found [1]");
    assertThat(judged("us", 1, 2)).isEqualTo("RETURNED versions [1], found [1, 2]");
  }

  @Test
  void anAcknowledgementThatKnowsNoMoreLeavesASiblingThatMustStay() {
    acknowledge("us", true);
    acknowledge("us", false);
    acknowledge("us", true);

    assertThat(judged("us", 2, 3)).isEmpty();
    assertThat(judged("us", 3)).isEqualTo("LOST versions [2], found [3]");
  }

  @Test
  void anotherValueThanWasWrittenIsForeign() {
    acknowledge("us", true);

    assertThat(judged("us", 1, 7)).isEqualTo("FOREIGN value");
    assertThat(key.version("k#1")).isEqualTo(1);
    assertThat(key.version("j#1")).isZero();
    assertThat(key.version("k#x")).isZero();
  }

  @Test
  void aLocalAcknowledgementPromisesNothingToOtherDatacenters() {
    LiveKey local = new LiveKey("k", WriteLevel.LOCAL_QUORUM);
    local.acknowledge(local.next(), "us", "context", true);
    local.acknowledge(local.next(), "eu", "context", true);

    assertThat(local.promised("us").there()).containsExactly(1);
    assertThat(local.promised("eu").there()).containsExactly(2);
    assertThat(local.promised("ap").there()).isEmpty();
    assertThat(local.broken(local.promised("us"), List.of(1))).isEmpty();
    assertThat(local.broken(local.promised("us"), List.of(2))).isEmpty();
  }

  private void acknowledge(String dc, boolean knowsMore) {
    key.acknowledge(key.next(), dc, "context", knowsMore);
  }

  private String judged(String dc, Integer... found) {
    return key.broken(key.promised(dc), List.of(found));
  }
}
