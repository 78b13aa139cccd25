package io.atoll.chaos.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Count;
import io.atoll.ring.ConsistencyLevel.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Levels counted by DC say the same as the definition says of replicas one by one, for every set of
 * them.
 */
class LevelRuleTest {
  private static final List<List<String>> REPLICAS =
      List.of(
          List.of("a"),
          List.of("a", "a"),
          List.of("a", "a", "a"),
          List.of("a", "b"),
          List.of("a", "a", "b"),
          List.of("a", "a", "b", "b"),
          List.of("a", "b", "c"),
          List.of("a", "a", "a", "b", "b", "b"),
          List.of("a", "a", "a", "b", "c", "c"));

  private static final List<String> COORDINATORS = List.of("a", "b", "elsewhere");

  private static List<ConsistencyLevel> levels(int replicas) {
    List<ConsistencyLevel> levels = new ArrayList<>(List.of(Named.values()));
    IntStream.rangeClosed(1, replicas + 1).forEach(count -> levels.add(new Count(count)));
    return levels;
  }

  private static ReplicaCounts counts(List<String> dcs, int set) {
    ReplicaCounts counts = ReplicaCounts.NONE;
    for (int i = 0; i < dcs.size(); i++) {
      if ((set >> i & 1) == 1) {
        counts = counts.and(dcs.get(i));
      }
    }
    return counts;
  }

  private static int all(List<String> dcs) {
    return (1 << dcs.size()) - 1;
  }

  private static LevelRule rule(ConsistencyLevel level, String dc, List<String> dcs) {
    return new LevelRule(level, dc, counts(dcs, all(dcs)));
  }

  private static int in(String dc, List<String> dcs, int set) {
    int count = 0;
    for (int i = 0; i < dcs.size(); i++) {
      count += (set >> i & 1) == 1 && dcs.get(i).equals(dc) ? 1 : 0;
    }
    return count;
  }

  @Test
  void aQuorumIsMoreThanHalf() {
    Map<Integer, Integer> fewest = Map.of(1, 1, 2, 2, 3, 2, 4, 3, 5, 3, 6, 4, 7, 4, 8, 5, 9, 5);
    fewest.forEach(
        (replicas, quorum) ->
            assertThat(new LevelRule(Named.QUORUM, "a", ReplicaCounts.of(Map.of("a", replicas))))
                .returns(quorum, LevelRule::fewest));
    LevelRule three = new LevelRule(Named.QUORUM, "a", nine());
    assertThat(three.fewest()).isEqualTo(5);
  }

  private static ReplicaCounts nine() {
    return ReplicaCounts.of(Map.of("a", 3, "b", 3, "c", 3));
  }

  @Test
  void aQuorumOfEachIsMoreThanHalfOfEveryDc() {
    LevelRule rule = new LevelRule(Named.EACH_QUORUM, "a", nine());
    assertThat(rule.metBy(ReplicaCounts.of(Map.of("a", 2, "b", 2, "c", 2)))).isTrue();
    assertThat(rule.metBy(ReplicaCounts.of(Map.of("a", 3, "b", 3, "c", 1)))).isFalse();
    assertThat(rule.fewest()).isEqualTo(6);
  }

  @Test
  void localLevelsCountTheCoordinatorsDcAlone() {
    LevelRule quorum = new LevelRule(Named.LOCAL_QUORUM, "b", nine());
    assertThat(quorum.metBy(ReplicaCounts.of(Map.of("a", 3, "b", 1, "c", 3)))).isFalse();
    assertThat(quorum.metBy(ReplicaCounts.of(Map.of("b", 2)))).isTrue();
    LevelRule one = new LevelRule(Named.LOCAL_ONE, "b", nine());
    assertThat(one.metBy(ReplicaCounts.of(Map.of("a", 3, "c", 3)))).isFalse();
    assertThat(one.metBy(ReplicaCounts.of(Map.of("b", 1)))).isTrue();
    assertThat(new LevelRule(Named.LOCAL_ONE, "elsewhere", nine()).isPossible()).isFalse();
  }

  @Test
  void allAndNumbersCountEverywhere() {
    assertThat(new LevelRule(Named.ALL, "a", nine()).fewest()).isEqualTo(9);
    assertThat(new LevelRule(Named.ONE, "elsewhere", nine()).fewest()).isEqualTo(1);
    assertThat(new LevelRule(new Count(4), "a", nine()).fewest()).isEqualTo(4);
    assertThat(new LevelRule(new Count(10), "a", nine()).isPossible()).isFalse();
    assertThat(new LevelRule(new Count(10), "a", nine()).fewest()).isEqualTo(-1);
  }

  @Test
  void everySetOfReplicasIsJudgedAsTheDefinitionSays() {
    for (List<String> dcs : REPLICAS) {
      for (String dc : COORDINATORS) {
        for (ConsistencyLevel level : levels(dcs.size())) {
          LevelRule rule = rule(level, dc, dcs);
          IntPredicate defined = defined(level, dc, dcs);
          for (int set = 0; set <= all(dcs); set++) {
            assertThat(rule.metBy(counts(dcs, set)))
                .as("%s by set %d", rule, set)
                .isEqualTo(defined.test(set));
          }
        }
      }
    }
  }

  /** Said a second time, of replicas instead of counts. */
  private static IntPredicate defined(ConsistencyLevel level, String dc, List<String> dcs) {
    return set -> {
      int missing = all(dcs) & ~set;
      return switch (level) {
        case Count count -> Integer.bitCount(set) >= count.replicas();
        case Named named ->
            switch (named) {
              case ONE -> set != 0;
              case LOCAL_ONE -> in(dc, dcs, set) > 0;
              case QUORUM -> Integer.bitCount(set) > Integer.bitCount(missing);
              case LOCAL_QUORUM -> in(dc, dcs, set) > in(dc, dcs, missing);
              case EACH_QUORUM ->
                  dcs.stream().allMatch(each -> in(each, dcs, set) > in(each, dcs, missing));
              case ALL -> missing == 0;
            };
      };
    };
  }

  @Test
  void twoLevelsOverlapWhenEverySetOfOneMeetsEverySetOfTheOtherInAnUnharmedReplica() {
    for (List<String> dcs : REPLICAS) {
      for (String readDc : COORDINATORS) {
        for (String writeDc : COORDINATORS) {
          for (ConsistencyLevel read : levels(dcs.size())) {
            for (ConsistencyLevel write : levels(dcs.size())) {
              compare(dcs, rule(read, readDc, dcs), rule(write, writeDc, dcs));
            }
          }
        }
      }
    }
  }

  private static void compare(List<String> dcs, LevelRule read, LevelRule write) {
    List<Integer> reads = enough(dcs, read);
    List<Integer> writes = enough(dcs, write);
    for (int harmed : new int[] {0, 1, all(dcs) & 0b10010}) {
      boolean always = !reads.isEmpty() && !writes.isEmpty();
      for (int r : reads) {
        for (int w : writes) {
          always &= (r & w & ~harmed) != 0;
        }
      }
      assertThat(read.overlaps(write, counts(dcs, harmed)))
          .as("%s and %s with %d harmed", read, write, harmed)
          .isEqualTo(always);
    }
  }

  private static List<Integer> enough(List<String> dcs, LevelRule rule) {
    return IntStream.rangeClosed(0, all(dcs))
        .filter(set -> rule.metBy(counts(dcs, set)))
        .boxed()
        .toList();
  }

  @Test
  void quorumsOverlapUntilAReplicaIsHarmed() {
    LevelRule quorum = new LevelRule(Named.QUORUM, "a", nine());
    assertThat(quorum.overlaps(quorum)).isTrue();
    assertThat(quorum.overlaps(quorum, ReplicaCounts.NONE.and("a"))).isFalse();
    LevelRule each = new LevelRule(Named.EACH_QUORUM, "a", nine());
    assertThat(each.overlaps(quorum, ReplicaCounts.NONE.and("a"))).isTrue();
    assertThat(each.overlaps(new LevelRule(Named.LOCAL_QUORUM, "c", nine()))).isTrue();
    LevelRule local = new LevelRule(Named.LOCAL_QUORUM, "a", nine());
    assertThat(local.overlaps(new LevelRule(Named.LOCAL_QUORUM, "b", nine()))).isFalse();
    assertThat(local.overlaps(local)).isTrue();
  }
}
