package io.atoll.chaos.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteLevelTest {
  @Test
  void levelsThatCanWorkFollowFromWhoIsDead() {
    assertThat(possible(3, 0, 0, 0))
        .containsExactly(WriteLevel.EACH_QUORUM, WriteLevel.QUORUM, WriteLevel.LOCAL_QUORUM);
    assertThat(possible(3, 1, 0, 3)).containsExactly(WriteLevel.QUORUM, WriteLevel.LOCAL_QUORUM);
    assertThat(possible(3, 2, 0, 3)).containsExactly(WriteLevel.LOCAL_QUORUM);
    assertThat(possible(1, 0, 0, 1)).containsExactly(WriteLevel.QUORUM, WriteLevel.LOCAL_QUORUM);
    assertThat(possible(3, 0, 3)).containsExactly(WriteLevel.LOCAL_QUORUM);
    assertThat(possible(2, 1, 1)).isEmpty();
  }

  private static List<WriteLevel> possible(int replicas, int... dead) {
    return Arrays.stream(WriteLevel.values()).filter(l -> l.possible(replicas, dead)).toList();
  }
}
