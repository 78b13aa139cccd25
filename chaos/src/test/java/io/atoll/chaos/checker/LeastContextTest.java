package io.atoll.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.chaos.history.Write;
import io.atoll.ring.ConsistencyLevel.Named;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link MinContextHolds}. */
class LeastContextTest {
  private final HandMade made = new HandMade();
  private final Siblings one = made.written(HandMade.SIBLINGS, Siblings.EMPTY);

  private List<String> found(BitSet mustSee, Siblings shown) {
    made.read(HandMade.SIBLINGS, Named.ONE, one.clientContext(), mustSee, shown);
    return new MinContextHolds().check(made.evidence());
  }

  @Test
  void aReadMayShowWhatWasAskedForOrMore() {
    BitSet seen = made.seen(HandMade.SIBLINGS, one);
    assertThat(found(seen, one)).isEmpty();
    Write after = made.put(HandMade.SIBLINGS, Named.ONE, one);
    assertThat(found(seen, made.made(after, 1, one))).isEmpty();
  }

  @Test
  void aReadMayNotShowLessThanTheContextSays() {
    assertThat(found(new BitSet(), Siblings.EMPTY))
        .singleElement()
        .asString()
        .contains("asked for at least");
  }

  @Test
  void aReadMayNotShowLessThanItsClientWasShownWhateverTheContextSays() {
    Siblings two = made.written(HandMade.SIBLINGS, one);
    assertThat(found(made.seen(HandMade.SIBLINGS, two), one))
        .singleElement()
        .asString()
        .contains("is behind write 1");
  }

  @Test
  void whatWasDeletedMayBePurged() {
    Write delete = made.delete(HandMade.SIBLINGS, Named.QUORUM, one);
    Siblings deleted = made.made(delete, 0, one);
    made.acknowledge(delete);
    assertThat(found(made.seen(HandMade.SIBLINGS, deleted), Siblings.EMPTY)).isEmpty();
  }

  @Test
  void whoWasShownAWriteBeforeItWasRaisedIsOwedWhatItWasThen() {
    Write write = made.put(HandMade.LWW, Named.QUORUM, Siblings.EMPTY);
    Siblings first = made.made(write, 0, Siblings.EMPTY);
    Write other = made.put(HandMade.LWW, Named.QUORUM, first);
    Siblings shown = made.made(other, 1, Siblings.EMPTY).mergeLastWriterWins(first);
    made.raised(write, 0, first);
    BitSet seen = new BitSet();
    seen.set(write.id());
    made.read(HandMade.LWW, Named.ONE, first.clientContext(), seen, shown);
    assertThat(new MinContextHolds().check(made.evidence())).isEmpty();
    made.read(HandMade.LWW, Named.ONE, CausalContext.EMPTY, seen, Siblings.EMPTY);
    assertThat(new MinContextHolds().check(made.evidence()))
        .singleElement()
        .asString()
        .contains("is behind write " + write.id());
  }
}
