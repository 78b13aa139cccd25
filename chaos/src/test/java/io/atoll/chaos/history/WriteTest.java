package io.atoll.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.Dot;
import io.atoll.causal.Version;
import io.atoll.ring.ConsistencyLevel.Named;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class WriteTest {
  private static final Dot LOW = new Dot(new Actor(1, 1), 1);
  private static final Dot HIGH = new Dot(new Actor(2, 1), 1);

  private final Write write =
      new Write(
          0,
          new Question("client", "a-1", "a", "lww", "key", Named.QUORUM, 1_000, 0, 0),
          false,
          CausalContext.EMPTY,
          new BitSet());

  private static Version version(Dot dot, long timestamp) {
    return new Version(dot, timestamp, false, "", new byte[0]);
  }

  @Test
  void theLaterTimeWinsAndAtOneTimeTheHigherDot() {
    write.made(LOW, 5);
    assertThat(write.losesTo(version(LOW, 6))).isTrue();
    assertThat(write.losesTo(version(HIGH, 4))).isFalse();
    assertThat(write.losesTo(version(HIGH, 5))).isTrue();
    assertThat(write.losesTo(version(LOW, 5))).as("its own").isFalse();
    assertThat(new Write.Event(HIGH, 5).losesTo(new Write.Event(LOW, 5))).isFalse();
  }

  @Test
  void whatItWasBeforeItWasMadeAgainStandsNoMore() {
    write.made(LOW, 5);
    write.raised(HIGH, 7);
    assertThat(write.dots()).containsExactly(HIGH);
    assertThat(write.events()).containsExactly(new Write.Event(LOW, 5), new Write.Event(HIGH, 7));
    assertThat(write.losesTo(version(HIGH, 6))).isFalse();
  }
}
