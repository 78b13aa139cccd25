package io.atoll.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Siblings;
import io.atoll.chaos.history.Read;
import io.atoll.chaos.history.Write;
import io.atoll.chaos.model.KeyModel;
import io.atoll.chaos.model.LevelRule;
import io.atoll.chaos.model.ReplicaCounts;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What the judge works out quickly is what its definitions say, in random lives of a key: clients
 * that have read what is old, at replicas that are behind, with answers of which some are false.
 */
class ModelByDefinitionTest {
  private static final int LIVES = 300;
  private static final List<Named> LEVELS = List.of(Named.ONE, Named.QUORUM, Named.ALL);

  private final SplittableRandom random = new SplittableRandom(1);
  private int missing;
  private int missed;
  private int tookPlaces;

  @Test
  void whatIsQuickIsTheSame() {
    for (int life = 0; life < LIVES; life++) {
      live(life % 3 == 0 ? HandMade.LWW : HandMade.SIBLINGS);
    }
    assertThat(List.of(missing, missed, tookPlaces)).allSatisfy(n -> assertThat(n).isPositive());
  }

  private void live(String keyspace) {
    HandMade made = new HandMade();
    Siblings[] held = {Siblings.EMPTY, Siblings.EMPTY, Siblings.EMPTY};
    List<Siblings> states = new ArrayList<>(List.of(Siblings.EMPTY));
    for (int step = 0; step < 25; step++) {
      int at = random.nextInt(3);
      if (random.nextInt(3) == 0) {
        held[at] = held[at].merge(held[random.nextInt(3)]);
        held[at] = keyspace.equals(HandMade.LWW) ? held[at].lastWriterWins() : held[at];
      } else {
        held[at] = write(made, keyspace, any(states), at, held[at]);
      }
      states.add(held[at]);
      Siblings shown = any(states);
      made.read(keyspace, anyLevel(), random.nextInt(5) == 0 ? shown.lastWriterWins() : shown);
    }
    if (random.nextBoolean()) {
      made.history.harmed("a-1", made.tick() - random.nextInt(40));
    }
    KeyModel model = made.evidence().model(made.idOf(keyspace), HandMade.KEY);
    for (Siblings state : states) {
      standsForWhatItsWritersHadSeen(made, model, state);
      if (keyspace.equals(HandMade.SIBLINGS)) {
        lacksWhatNothingSuperseded(model, state.lastWriterWins());
      }
    }
    readsMissWhatLevelsOverlapIn(made);
  }

  private Siblings any(List<Siblings> states) {
    return states.get(random.nextInt(states.size()));
  }

  private Named anyLevel() {
    return LEVELS.get(random.nextInt(LEVELS.size()));
  }

  private Siblings write(HandMade made, String keyspace, Siblings read, int at, Siblings before) {
    Write write =
        random.nextInt(3) == 0
            ? made.delete(keyspace, anyLevel(), read)
            : made.put(keyspace, anyLevel(), read);
    Siblings after = made.made(write, at, before);
    if (keyspace.equals(HandMade.SIBLINGS)) {
      takesThePlacesOfDeletesThatAreGone(made, write, after);
    }
    if (random.nextInt(4) > 0) {
      made.acknowledge(write);
    }
    return after;
  }

  private void takesThePlacesOfDeletesThatAreGone(HandMade made, Write write, Siblings after) {
    BitSet expected = write.history();
    for (Write delete : made.history.writes()) {
      if (delete.isDelete() && delete.id() != write.id() && isKnownAndGone(delete, after)) {
        delete.effect().stream()
            .filter(id -> isKnownAndGone(made.history.writes().get(id), after))
            .forEach(expected::set);
      }
    }
    assertThat(write.effect()).isEqualTo(expected);
    tookPlaces += expected.equals(write.history()) ? 0 : 1;
  }

  private static boolean isKnownAndGone(Write write, Siblings state) {
    return isKnown(write, state)
        && state.versions().stream().noneMatch(each -> write.dots().contains(each.dot()));
  }

  private static boolean isKnown(Write write, Siblings state) {
    return write.dots().stream().anyMatch(state.context()::contains);
  }

  private static void standsForWhatItsWritersHadSeen(
      HandMade made, KeyModel model, Siblings state) {
    BitSet past = new BitSet();
    state.versions().forEach(version -> past.or(model.writeOf(version).effect()));
    for (int before = -1; before < past.cardinality(); ) {
      before = past.cardinality();
      BitSet next = new BitSet();
      past.stream().forEach(id -> next.or(made.history.writes().get(id).effect()));
      past.or(next);
    }
    assertThat(model.shown(state).past()).isEqualTo(past);
  }

  private void lacksWhatNothingSuperseded(KeyModel model, Siblings state) {
    List<String> expected = new ArrayList<>();
    for (Write write : model.writes()) {
      boolean superseded =
          model.writes().stream()
              .filter(other -> other.id() != write.id() && isKnown(other, state))
              .anyMatch(other -> other.hasSeen(write.id()));
      if (isKnownAndGone(write, state) && !write.isDelete() && !superseded) {
        expected.add(
            "knows %s and does not have it, and knows nothing that superseded it".formatted(write));
      }
    }
    assertThat(model.wrongWith(state)).isEqualTo(expected);
    missing += expected.size();
  }

  private void readsMissWhatLevelsOverlapIn(HandMade made) {
    Evidence evidence = made.evidence();
    List<String> expected = new ArrayList<>();
    for (Read read : evidence.history().answeredReads()) {
      Keyspace keyspace = evidence.history().keyspaceOf(read);
      KeyModel model = evidence.model(keyspace.id(), read.key());
      ReplicaCounts replicas = ReplicaCounts.of(keyspace);
      LevelRule reading = new LevelRule(read.level(), "a", replicas);
      long asked = read.question().invokedNanos();
      for (Write write : model.writes()) {
        LevelRule writing = new LevelRule(write.level(), "a", replicas);
        if (write.isAcknowledgedBefore(asked)
            && reading.overlaps(writing, evidence.owed().harmed(write, keyspace))) {
          KeyModel.Shown shown = model.shown(read.answer());
          if (!shown.isPast(write) && !model.mayBePurged(write, asked)) {
            expected.add("%s did not see %s".formatted(read, write));
          }
          shown.writes().stream()
              .filter(each -> each.id() != write.id() && model.supersedes(write, each))
              .forEach(each -> expected.add("%s showed %s after %s".formatted(read, each, write)));
        }
      }
    }
    List<String> found = new QuorumReadsSeeQuorumWrites().check(evidence);
    assertThat(found.size()).isGreaterThanOrEqualTo(Math.min(Checker.ENOUGH, expected.size()));
    assertThat(found).isEqualTo(expected.subList(0, found.size()));
    missed += expected.size();
  }
}
