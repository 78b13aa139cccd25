package io.atoll.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.repair.sketch.SketchKey;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Whatever two replicas hold of a key, a few exchanges by the rule make it the same, byte for byte.
 */
class KeyRuleConvergenceTest {
  private static final SketchKey KEY = new SketchKey(new byte[SketchKey.SECRET_BYTES]);
  private static final KeyPlace PLACE = new KeyPlace(5, new byte[] {1});
  private static final int MANY_ACTORS = 6;
  private static final int ENOUGH = 3;

  private final SplittableRandom random = new SplittableRandom(11);

  /** Members from 6 on never were. */
  private static Siblings sound(Siblings state) {
    return state.withoutActors(actor -> actor.member() >= 6, MANY_ACTORS);
  }

  /** Two replicas with a past: each writes, forgets, and hears of the other now and then. */
  private Siblings[] past(BinaryOperator<Siblings> merge, int actors, boolean lastWriterWins) {
    Siblings[] states = {Siblings.EMPTY, Siblings.EMPTY};
    CausalContext[] seen = {CausalContext.EMPTY, CausalContext.EMPTY};
    int steps = random.nextInt(1, 14);
    for (int i = 0; i < steps; i++) {
      int at = random.nextInt(2);
      switch (random.nextInt(4)) {
        case 0 -> states[at] = merge.apply(states[at], states[1 - at]);
        case 1 -> seen[random.nextInt(2)] = states[at].clientContext();
        default -> {
          // Each replica has its own actors, so that no dot is made twice.
          Actor actor = new Actor(2 * random.nextInt(actors) + at, 1);
          CausalContext context =
              random.nextBoolean() ? CausalContext.EMPTY : seen[random.nextInt(2)];
          Siblings after =
              states[at].put(
                  actor,
                  context,
                  random.nextLong(1, 50),
                  random.nextInt(4) == 0,
                  "",
                  new byte[] {(byte) i});
          states[at] = lastWriterWins ? after.lastWriterWins() : after;
        }
      }
    }
    return states;
  }

  private static KeySummary summary(Siblings state) {
    byte[] bytes = state.encode();
    return new KeySummary(PLACE, KEY.weight(PLACE.key(), bytes, 0, bytes.length), state.context());
  }

  private static void exchange(Siblings[] states, BinaryOperator<Siblings> merge) {
    Siblings mine = states[0];
    Siblings theirs = states[1];
    KeyRule rule =
        KeyRule.of(
            mine.isEmpty() ? null : summary(mine),
            theirs.isEmpty() ? null : summary(theirs),
            MANY_ACTORS);
    if (rule.fetches()) {
      states[0] = sound(mine.isEmpty() ? theirs : merge.apply(mine, theirs));
    }
    if (rule.sends()) {
      states[1] = sound(theirs.isEmpty() ? mine : merge.apply(theirs, mine));
    }
  }

  private void converges(BinaryOperator<Siblings> merge, int actors, boolean lastWriterWins) {
    for (int i = 0; i < 20_000; i++) {
      Siblings[] states = past(merge, actors, lastWriterWins);
      if (states[0].isEmpty() && states[1].isEmpty()) {
        continue;
      }
      String before = states[0] + " and " + states[1];
      for (int exchanges = 0; exchanges < ENOUGH; exchanges++) {
        exchange(states, merge);
      }
      assertThat(states[0].encode()).as(before).isEqualTo(states[1].encode());
    }
  }

  @Test
  void siblingsConverge() {
    converges(Siblings::merge, 3, false);
  }

  @Test
  void lastWritersConverge() {
    converges(Siblings::mergeLastWriterWins, 3, true);
  }

  @Test
  void statesOfWhichActorsAreForgottenConverge() {
    converges(Siblings::merge, 12, false);
    converges(Siblings::mergeLastWriterWins, 12, true);
  }
}
