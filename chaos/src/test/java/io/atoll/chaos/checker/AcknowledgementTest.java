package io.atoll.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.Actor;
import io.atoll.causal.Dot;
import io.atoll.chaos.history.Ending;
import io.atoll.chaos.model.LevelRules;
import io.atoll.chaos.model.Placement;
import io.atoll.chaos.watch.Acknowledgement;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.sim.SimSettings;
import io.atoll.storage.StorageKey;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Answers that say too much, of a key with three replicas in each of two DCs. */
class AcknowledgementTest {
  private static final Dot DOT = new Dot(new Actor(0, 1), 1);
  private static final Topology TOPOLOGY =
      Topology.form("simulated", 64, SimSettings.members(2, 4, 4));
  private static final Keyspace KEYSPACE = TOPOLOGY.keyspaces().get(Topology.DEFAULT_KEYSPACE);
  private static final StorageKey KEY = new StorageKey(KEYSPACE.id(), 99, new byte[] {1});
  private static final List<Member> REPLICAS = Placement.replicas(TOPOLOGY, KEYSPACE, 99);

  @Test
  void aLevelIsMetByWhatIsOnDisk() {
    assertThat(notDurable(Named.LOCAL_QUORUM, 0, 1)).isFalse();
    assertThat(notDurable(Named.LOCAL_QUORUM, 0, 3, 4, 5)).isTrue();
    assertThat(notDurable(Named.QUORUM, 0, 1, 2, 3)).isFalse();
    assertThat(notDurable(Named.QUORUM, 0, 1, 2)).isTrue();
    assertThat(notDurable(Named.EACH_QUORUM, 0, 1, 2, 3)).isTrue();
    assertThat(notDurable(null, 0, 1, 2)).as("the keyspace's own, quorum").isTrue();
  }

  @Test
  void whoIsNoReplicaDoesNotCount() {
    List<String> others =
        TOPOLOGY.members().values().stream()
            .filter(member -> !REPLICAS.contains(member))
            .map(Member::nodeId)
            .toList();
    assertThat(others).isNotEmpty();
    Acknowledgement said =
        said(Named.ONE, new Ending.Claims(6, 1, 1, 0, 1, false), List.of(KEY), others);
    assertThat(DurableWhenAcknowledged.judge(TOPOLOGY, said)).isPresent();
  }

  @Test
  void aWriteThatNoReplicaWasAskedToMakeIsNotDurable() {
    Acknowledgement said =
        said(Named.ONE, new Ending.Claims(6, 1, 1, 0, 1, false), List.of(), List.of("dc1-1"));
    assertThat(DurableWhenAcknowledged.judge(TOPOLOGY, said)).isPresent();
  }

  @Test
  void anAnswerMayClaimWhatIsTrueAndLess() {
    assertThat(untrue(new Ending.Claims(6, 4, 4, 0, 1, true), 0, 1, 2, 3)).isEmpty();
    assertThat(untrue(new Ending.Claims(5, 4, 4, 0, 1, false), 0, 1, 2, 3, 4)).isEmpty();
  }

  @Test
  void anAnswerMayNotClaimMore() {
    assertThat(untrue(new Ending.Claims(6, 6, 4, 0, 1, true), 0, 1, 2, 3))
        .singleElement()
        .asString()
        .startsWith("6 replicas have it, it says, and 4 do");
    assertThat(untrue(new Ending.Claims(7, 4, 4, 0, 1, true), 0, 1, 2, 3)).hasSize(1);
    assertThat(untrue(new Ending.Claims(3, 4, 4, 0, 1, true), 0, 1, 2, 3)).hasSize(1);
    assertThat(untrue(new Ending.Claims(6, 4, 3, 0, 1, true), 0, 1, 2, 3)).hasSize(1);
    assertThat(untrue(new Ending.Claims(6, 4, 4, 3, 1, true), 0, 1, 2, 3)).hasSize(1);
  }

  @Test
  void itSaysThatReadsSeeItOnlyWhereTheyDo() {
    Acknowledgement said =
        said(Named.ONE, new Ending.Claims(6, 1, 1, 0, 1, true), List.of(KEY), nodes(0));
    assertThat(WriteClaimsAreTrue.judge(TOPOLOGY, said, new LevelRules()))
        .singleElement()
        .asString()
        .startsWith("not all reads at quorum see it");
  }

  private static boolean notDurable(ConsistencyLevel level, int... onDisk) {
    Acknowledgement said =
        said(level, new Ending.Claims(6, 1, 1, 0, 1, false), List.of(KEY), nodes(onDisk));
    return DurableWhenAcknowledged.judge(TOPOLOGY, said).isPresent();
  }

  private static List<String> untrue(Ending.Claims claims, int... onDisk) {
    return WriteClaimsAreTrue.judge(
        TOPOLOGY, said(Named.QUORUM, claims, List.of(KEY), nodes(onDisk)), new LevelRules());
  }

  private static List<String> nodes(int... replicas) {
    return Arrays.stream(replicas).mapToObj(i -> REPLICAS.get(i).nodeId()).toList();
  }

  private static Acknowledgement said(
      ConsistencyLevel level, Ending.Claims claims, List<StorageKey> places, List<String> onDisk) {
    return new Acknowledgement(
        7,
        "dc1-1",
        "dc1",
        false,
        1_000_000,
        level,
        claims,
        places,
        List.of(new Acknowledgement.Event(DOT, new TreeSet<>(onDisk))));
  }
}
