package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.causal.VersionVector;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Keyspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Both tallies against sets and maps of what was said. */
class TallyTest {
  /** A replica says something; a state of -1 is that it will not answer. */
  record Said(int replica, int state) {}

  @Provide
  Arbitrary<Keyspace> keyspaces() {
    return Replicas.keyspaces();
  }

  @Provide
  Arbitrary<ConsistencyLevel> levels() {
    return Replicas.levels();
  }

  @Provide
  Arbitrary<List<Said>> said() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 7), Arbitraries.integers().between(-1, 5))
        .as(Said::new)
        .list()
        .ofMaxSize(20);
  }

  @Property(tries = 500)
  void aRepairIsDoneWhenEnoughHoldTheStateAndInVainWhenTooFewAreLeft(
      @ForAll("keyspaces") Keyspace keyspace,
      @ForAll("levels") ConsistencyLevel level,
      @ForAll("said") List<Said> said) {
    Assume.that(!Replicas.impossible(keyspace, level, "us"));
    Requirement requirement = Replicas.requirement(keyspace, level, "us");
    RepairTally tally = RepairTally.of(requirement, ReplicaSet.EMPTY, ReplicaSet.EMPTY);
    Set<Integer> holding = new TreeSet<>();
    Set<Integer> refused = new TreeSet<>();
    for (Said each : within(said, keyspace)) {
      if (each.state >= 0) {
        tally = tally.withHolder(each.replica);
        holding.add(each.replica);
        refused.remove(each.replica);
      } else {
        tally = tally.withRefusal(each.replica);
        if (!holding.contains(each.replica)) {
          refused.add(each.replica);
        }
      }
      long all = (1L << keyspace.replicas()) - 1;
      Progress expected =
          Replicas.enough(keyspace, level, "us", mask(holding))
              ? Progress.MET
              : Replicas.enough(keyspace, level, "us", all & ~mask(refused))
                  ? Progress.POSSIBLE
                  : Progress.IMPOSSIBLE;
      assertThat(tally.progress()).isEqualTo(expected);
      assertThat(tally.open().bits()).isEqualTo(all & ~mask(holding) & ~mask(refused));
    }
  }

  @Property(tries = 500)
  void aWriteCountsEveryReplicaOnceAndNoFailureAfterAnAnswer(
      @ForAll("keyspaces") Keyspace keyspace,
      @ForAll("levels") ConsistencyLevel level,
      @ForAll("said") List<Said> said) {
    Assume.that(!Replicas.impossible(keyspace, level, "us"));
    WriteTally tally = WriteTally.of(Replicas.requirement(keyspace, level, "us"));
    Set<Integer> answered = new TreeSet<>();
    Set<Integer> failed = new TreeSet<>();
    for (Said each : within(said, keyspace)) {
      if (each.state >= 0) {
        tally = tally.withAnswer(each.replica);
        answered.add(each.replica);
        failed.remove(each.replica);
      } else {
        tally = tally.withFailure(each.replica);
        if (!answered.contains(each.replica)) {
          failed.add(each.replica);
        }
      }
      assertThat(tally.answered().bits()).isEqualTo(mask(answered));
      assertThat(tally.failed().bits()).isEqualTo(mask(failed));
      assertThat(tally.hints()).isZero();
      assertThat(tally.progress())
          .isEqualTo(progress(keyspace, level, mask(answered), mask(failed)));
      assertThat(tally.complete())
          .isEqualTo(answered.size() + failed.size() == keyspace.replicas());
    }
  }

  @Property(tries = 500)
  void aReadMergesWhatEverybodySaidAndKnowsWhoIsBehind(
      @ForAll("keyspaces") Keyspace keyspace,
      @ForAll("levels") ConsistencyLevel level,
      @ForAll ConflictPolicy conflicts,
      @ForAll("said") List<Said> said) {
    Assume.that(!Replicas.impossible(keyspace, level, "us"));
    VersionVector minContext = state(2).context();
    ReadTally tally =
        ReadTally.of(Replicas.requirement(keyspace, level, "us"), conflicts, minContext);
    TreeMap<Integer, Siblings> last = new TreeMap<>();
    Set<Integer> failed = new TreeSet<>();
    Siblings all = Siblings.EMPTY;
    for (Said each : within(said, keyspace)) {
      if (each.state >= 0) {
        tally = tally.withAnswer(each.replica, state(each.state));
        last.put(each.replica, state(each.state));
        failed.remove(each.replica);
        all =
            last.size() == 1 && all.isEmpty()
                ? state(each.state)
                : Conflicts.merge(conflicts, all, state(each.state));
      } else {
        tally = tally.withFailure(each.replica);
        if (!last.containsKey(each.replica)) {
          failed.add(each.replica);
        }
      }
      Siblings merged = tally.merged();
      assertThat(merged).isEqualTo(all);
      assertThat(tally.answered().bits()).isEqualTo(mask(last.keySet()));
      assertThat(tally.failed().bits()).isEqualTo(mask(failed));
      assertThat(tally.contextMet()).isEqualTo(all.context().descends(minContext));
      assertThat(tally.levelMet())
          .isEqualTo(Replicas.enough(keyspace, level, "us", mask(last.keySet())));
      Progress ofLevel = progress(keyspace, level, mask(last.keySet()), mask(failed));
      boolean allHeard = last.size() + failed.size() == keyspace.replicas();
      assertThat(tally.progress())
          .isEqualTo(
              ofLevel != Progress.MET || tally.contextMet()
                  ? ofLevel
                  : allHeard ? Progress.IMPOSSIBLE : Progress.POSSIBLE);
      Set<Integer> stale = new TreeSet<>();
      last.forEach(
          (replica, answer) -> {
            if (!answer.equals(merged)) {
              stale.add(replica);
            }
          });
      assertThat(tally.behind(merged).bits()).isEqualTo(mask(stale));
    }
  }

  private static Progress progress(
      Keyspace keyspace, ConsistencyLevel level, long answered, long failed) {
    if (Replicas.enough(keyspace, level, "us", answered)) {
      return Progress.MET;
    }
    return Replicas.enough(keyspace, level, "us", ~failed)
        ? Progress.POSSIBLE
        : Progress.IMPOSSIBLE;
  }

  private static List<Said> within(List<Said> said, Keyspace keyspace) {
    return said.stream().filter(each -> each.replica < keyspace.replicas()).toList();
  }

  private static long mask(Iterable<Integer> replicas) {
    long mask = 0;
    for (int replica : replicas) {
      mask |= 1L << replica;
    }
    return mask;
  }

  /** Six states of one key: never written, two branches, and what saw both. */
  private static Siblings state(int number) {
    List<Siblings> states = new ArrayList<>();
    Actor one = new Actor(1, 1);
    Actor two = new Actor(2, 1);
    Siblings a = put(Siblings.EMPTY, one, CausalContext.EMPTY, 10);
    Siblings b = put(Siblings.EMPTY, two, CausalContext.EMPTY, 20);
    states.add(Siblings.EMPTY);
    states.add(a);
    states.add(b);
    states.add(put(a, one, a.clientContext(), 30));
    states.add(a.mergeLastWriterWins(b));
    states.add(put(a.merge(b), two, a.merge(b).clientContext(), 40));
    return states.get(number);
  }

  private static Siblings put(Siblings before, Actor actor, CausalContext seen, long timestamp) {
    return before.put(actor, seen, timestamp, false, "", new byte[] {(byte) timestamp});
  }
}
