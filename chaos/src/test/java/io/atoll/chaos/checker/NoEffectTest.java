package io.atoll.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Siblings;
import io.atoll.chaos.history.Write;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.wire.FailureCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link NoEffectIsNoEffect}. */
class NoEffectTest {
  private final HandMade made = new HandMade();
  private final Write write = made.put(HandMade.SIBLINGS, Named.QUORUM, Siblings.EMPTY);

  private List<String> found(FailureCode code) {
    made.refuse(write, code);
    return new NoEffectIsNoEffect().check(made.evidence());
  }

  @ParameterizedTest
  @EnumSource(FailureCode.class)
  void aWriteThatWasNeverMadeMayFailAnyhow(FailureCode code) {
    assertThat(found(code)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureCode.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NOT_ENOUGH_ANSWERS", "DEFECT"})
  void aWriteThatWasMadeMayNotBeSaidToHaveNoEffect(FailureCode code) {
    made.made(write, 0, Siblings.EMPTY);
    assertThat(found(code)).hasSize(1);
  }

  @Test
  void aWriteThatWasMadeMayBeInDoubt() {
    made.made(write, 0, Siblings.EMPTY);
    assertThat(found(FailureCode.NOT_ENOUGH_ANSWERS)).isEmpty();
    assertThat(found(FailureCode.DEFECT)).isEmpty();
  }
}
