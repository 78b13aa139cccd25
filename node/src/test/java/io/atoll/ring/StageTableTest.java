package io.atoll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The stages of a move, as the table of the design has them. */
class StageTableTest {
  private static final String TABLE =
      """
      PLANNED  | old       | old         | old | nothing to undo
      COPYING  | old + new | old         | old | PLANNED, new drops the arc
      COUNTING | old + new | old and new | old | PLANNED, new drops the arc
      PROVED   | old + new | old and new | old | PLANNED, new drops the arc
      READ_NEW | old + new | old and new | new | COUNTING
      DONE     | new       | new         | new | no way back
      """;

  /** What a batch can become: on by one, or where an abort leads. */
  private static final Map<Stage, Set<Stage>> LEADS_TO =
      Map.of(
          Stage.PLANNED, Set.of(Stage.COPYING),
          Stage.COPYING, Set.of(Stage.COUNTING, Stage.PLANNED),
          Stage.COUNTING, Set.of(Stage.PROVED, Stage.PLANNED),
          Stage.PROVED, Set.of(Stage.READ_NEW, Stage.PLANNED),
          Stage.READ_NEW, Set.of(Stage.DONE, Stage.COUNTING),
          Stage.DONE, Set.of());

  private final Topology before = Topology.form("test", 16, Clusters.members(3, "us"));
  private final Keyspace keyspace = before.keyspaces().get("default");
  private final Topology after = before.withJoined(List.of(Clusters.member("us-4", "us", "rack4")));
  private final Topology planned = RingChange.begin(before, after, 16);
  private final int arc = planned.transition().orElseThrow().arcs(0).getFirst();
  private final long token = Partitions.tokens(arc, 16).from();
  private final Set<Member> old = Set.copyOf(before.preferenceList(keyspace, token).replicas());
  private final Set<Member> next = Set.copyOf(after.preferenceList(keyspace, token).replicas());

  @Test
  void everyStageDoesWhatTheTableSays() {
    StringBuilder found = new StringBuilder();
    for (Stage stage : Stage.values()) {
      Placement placement = at(stage);
      found.append(
          "%-8s | %-9s | %-11s | %s | %s\n"
              .formatted(
                  stage,
                  sides(Set.copyOf(placement.writes())),
                  placement.counts().stream()
                      .map(set -> sides(Set.copyOf(set.replicas())))
                      .sorted((one, other) -> other.compareTo(one))
                      .collect(Collectors.joining(" and ")),
                  sides(Set.copyOf(placement.reads().replicas())),
                  abort(stage)));
    }
    assertThat(found).hasToString(TABLE);
  }

  @Test
  void aWriteIsCountedOverWhomeverAReaderOneStageAwayAsks() {
    LEADS_TO.forEach(
        (from, others) -> {
          for (Stage to : others) {
            assertThat(at(from).counts()).as("%s, %s", from, to).contains(at(to).reads());
            assertThat(at(to).counts()).as("%s, %s", to, from).contains(at(from).reads());
          }
        });
  }

  @Test
  void onlyACopyThatIsNotCountedYetIsPending() {
    for (Stage stage : Stage.values()) {
      Set<Member> pending = Set.copyOf(at(stage).pending());
      Set<Member> joining = new HashSet<>(next);
      joining.removeAll(old);
      assertThat(pending).isEqualTo(stage == Stage.COPYING ? joining : Set.of());
    }
  }

  @Test
  void aBatchMovesAlongTheTableAndNowhereElse() {
    for (Stage from : Stage.values()) {
      Topology topology = walked(from);
      for (Stage to : Stage.values()) {
        if (LEADS_TO.get(from).contains(to)) {
          Topology moved = RingChange.move(topology, Map.of(0, to));
          assertThat(moved.transition().orElseThrow().stageOfBatch(0)).isEqualTo(to);
          assertThat(moved.epoch()).isEqualTo(topology.epoch() + 1);
        } else {
          assertThatThrownBy(() -> RingChange.move(topology, Map.of(0, to)))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageStartingWith("batch 0 is %s and cannot become %s: ", from, to);
        }
      }
    }
  }

  private Placement at(Stage stage) {
    return walked(stage).placement(keyspace, token);
  }

  private Topology walked(Stage to) {
    Topology topology = planned;
    for (Stage stage = Stage.PLANNED; stage != to; ) {
      stage = stage.next().orElseThrow();
      topology = RingChange.move(topology, Map.of(0, stage));
    }
    return topology;
  }

  private String abort(Stage stage) {
    Optional<Stage> to = stage.aborted();
    if (to.isEmpty()) {
      return stage == Stage.DONE ? "no way back" : "nothing to undo";
    }
    Set<Member> dropping = new HashSet<>(at(stage).writes());
    at(to.get()).writes().forEach(dropping::remove);
    return dropping.isEmpty() ? to.get().name() : to.get() + ", new drops the arc";
  }

  private String sides(Set<Member> members) {
    Set<Member> both = new HashSet<>(old);
    both.addAll(next);
    Map<Set<Member>, String> names = Map.of(old, "old", next, "new", both, "old + new");
    return names.getOrDefault(members, new TreeSet<>(names(members)).toString());
  }

  private static List<String> names(Set<Member> members) {
    return members.stream().map(Member::nodeId).toList();
  }
}
