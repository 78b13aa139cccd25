package io.atoll.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.world.Repair;
import io.atoll.chaos.world.Repairs;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlementTest {
  @Test
  void everyKeyIsReadOnlyWhereNothingElseBringsReplicasTogetherWhateverBefellThem() {
    assertThat(new Settlement(new Repairs(true, false, false), 1).byReads()).isTrue();
    assertThat(new Settlement(new Repairs(true, true, false), 1).byReads()).isTrue();
    assertThat(new Settlement(new Repairs(true, false, true), 1).byReads()).isFalse();
    assertThat(new Settlement(new Repairs(false, true, false), 1).byReads()).isFalse();
    assertThat(new Settlement(new Repairs(false, false, false), 1).byReads()).isFalse();
  }

  @Test
  void itSaysPlainlyWhatIsMissing() {
    Repairs none = Repairs.ALL.without(List.of(Repair.values()));
    assertThat(new Settlement(none, 2_000))
        .hasToString(
            "2000 ms without reads: nothing repairs them: read repair and hints and anti-entropy"
                + " off");
  }
}
