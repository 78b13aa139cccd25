package io.atoll.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.replication.ArcReplicas.Fallback;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Count;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** Arcs that move and are stood in for: every level, against all subsets of their members. */
class ArcReplicasTest {
  private static final Member A = member(0, "us");
  private static final Member B = member(1, "us");
  private static final Member C = member(2, "us");
  private static final Member D = member(3, "us");

  @Provide
  Arbitrary<ArcReplicas> arcs() {
    return Arcs.arcs();
  }

  @Provide
  Arbitrary<ConsistencyLevel> levels() {
    Arbitrary<ConsistencyLevel> named = Arbitraries.of(Named.class).map(level -> level);
    Arbitrary<ConsistencyLevel> counted = Arbitraries.integers().between(1, 4).map(Count::new);
    return Arbitraries.oneOf(named, counted);
  }

  @Provide
  Arbitrary<List<Tuple2<Integer, Boolean>>> heard() {
    return Arbitraries.integers()
        .between(0, 7)
        .flatMap(member -> Arbitraries.of(true, false).map(good -> Tuple.of(member, good)))
        .list()
        .ofMaxSize(16);
  }

  @Property(tries = 1_000)
  void theSetsThatAreEnoughAreThoseOfTheModel(
      @ForAll("arcs") ArcReplicas arc, @ForAll("levels") ConsistencyLevel level) {
    Assume.that(!Arcs.impossible(arc, level, "us"));
    Requirement requirement = requirement(arc, level);
    int fewest = Integer.MAX_VALUE;
    for (long set = 0; set < 1L << arc.members().size(); set++) {
      boolean enough = Arcs.enough(arc, level, "us", set);
      assertThat(requirement.metBy(new ReplicaSet(set)))
          .as("%s by %s", requirement, new ReplicaSet(set))
          .isEqualTo(enough);
      fewest = enough ? Math.min(fewest, Long.bitCount(set)) : fewest;
    }
    assertThat(requirement.total()).isEqualTo(fewest);
  }

  @Property(tries = 500)
  void aMemberHelpsWhenOneOfTheCountsLacksFewerWithIt(
      @ForAll("arcs") ArcReplicas arc, @ForAll("levels") ConsistencyLevel level) {
    Assume.that(!Arcs.impossible(arc, level, "us"));
    Requirement requirement = requirement(arc, level);
    List<int[]> missing = new ArrayList<>();
    Arcs.counts(arc).forEach(count -> missing.add(missing(arc, count, level)));
    for (int set = 0; set < 1 << arc.members().size(); set++) {
      for (int m = 0; m < arc.members().size(); m++) {
        int now = set;
        int more = set | 1 << m;
        if (now != more) {
          assertThat(requirement.helpedBy(m, set))
              .isEqualTo(missing.stream().anyMatch(lacks -> lacks[more] < lacks[now]));
        }
      }
    }
  }

  /** For every set, how many more members one count needs at least. */
  private static int[] missing(ArcReplicas arc, Set<Integer> count, ConsistencyLevel level) {
    int members = arc.members().size();
    int[] missing = new int[1 << members];
    for (int set = missing.length - 1; set >= 0; set--) {
      missing[set] = Arcs.enough(arc, count, level, "us", set) ? 0 : Integer.MAX_VALUE;
      for (int m = 0; m < members && missing[set] > 0; m++) {
        if ((set >>> m & 1) == 0) {
          missing[set] = Math.min(missing[set], 1 + missing[set | 1 << m]);
        }
      }
    }
    return missing;
  }

  @Property(tries = 1_000)
  void overlapIsNeverPromisedWhereTwoDisjointSetsAreEnough(
      @ForAll("arcs") ArcReplicas arc,
      @ForAll("levels") ConsistencyLevel read,
      @ForAll("levels") ConsistencyLevel write) {
    ArcReplicas strict = arc.with(List.of());
    Assume.that(!Arcs.impossible(strict, read, "us") && !Arcs.impossible(strict, write, "us"));
    boolean promised = requirement(strict, read).overlaps(requirement(strict, write));
    assertThat(requirement(strict, write).overlaps(requirement(strict, read))).isEqualTo(promised);
    long all = (1L << strict.members().size()) - 1;
    boolean disjoint = false;
    for (long set = 0; set <= all; set++) {
      disjoint |=
          Arcs.enough(strict, read, "us", set) && Arcs.enough(strict, write, "us", all & ~set);
    }
    assertThat(promised && disjoint).isFalse();
    assertThat(promised || disjoint || strict.nextCounts())
        .as("without a move it is promised whenever it holds")
        .isTrue();
  }

  @Property(tries = 1_000)
  void aTallyStandsAsTheModelSays(
      @ForAll("arcs") ArcReplicas arc,
      @ForAll("levels") ConsistencyLevel level,
      @ForAll("heard") List<Tuple2<Integer, Boolean>> heard) {
    Assume.that(!Arcs.impossible(arc, level, "us"));
    long all = (1L << arc.members().size()) - 1;
    WriteTally tally = WriteTally.of(requirement(arc, level));
    long answered = 0;
    long failed = 0;
    for (Tuple2<Integer, Boolean> each : heard) {
      int member = each.get1() % arc.members().size();
      tally = each.get2() ? tally.withAnswer(member) : tally.withFailure(member);
      answered |= each.get2() ? 1L << member : 0;
      failed = (each.get2() ? failed : failed | 1L << member) & ~answered;
      assertThat(tally.answered().bits()).isEqualTo(answered);
      assertThat(tally.failed().bits()).isEqualTo(failed);
      assertThat(tally.progress())
          .isEqualTo(
              Arcs.enough(arc, level, "us", answered)
                  ? Progress.MET
                  : Arcs.enough(arc, level, "us", all & ~failed)
                      ? Progress.POSSIBLE
                      : Progress.IMPOSSIBLE);
      assertThat(tally.hints()).isEqualTo(Arcs.hints(arc, answered));
      assertThat(tally.complete()).isEqualTo((answered | failed) == all);
    }
  }

  @Property(tries = 500)
  void everybodyHasTheRolesOfTheLists(@ForAll("arcs") ArcReplicas arc) {
    ReplicaRoles roles = ReplicaRoles.of(arc);
    List<Member> members = arc.members();
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      boolean owns = arc.owners().contains(member);
      boolean willOwn = arc.next().contains(member);
      assertThat(roles.owners().contains(i)).isEqualTo(owns);
      assertThat(roles.next().contains(i)).isEqualTo(willOwn);
      assertThat(roles.pending().contains(i)).isEqualTo(willOwn && !owns);
      assertThat(roles.replicas().contains(i)).isEqualTo(willOwn || owns);
      assertThat(roles.fallbacks().contains(i)).isEqualTo(!willOwn && !owns);
      assertThat(roles.replicasOf(member.dc()).contains(i)).isEqualTo(willOwn || owns);
    }
    assertThat(roles.members()).isEqualTo(ReplicaSet.range(0, members.size()));
    assertThat(members).startsWith(arc.owners().toArray(new Member[0]));
  }

  @Example
  void whileCopyingTheNewOwnerIsWrittenToAndNotCounted() {
    ArcReplicas copying = ArcReplicas.of(List.of(A, B, C)).becoming(List.of(A, B, D), false);
    Requirement quorum = requirement(copying, Named.QUORUM);
    assertThat(quorum.metBy(ReplicaSet.of(0, 3))).isFalse();
    assertThat(quorum.metBy(ReplicaSet.of(0, 2))).isTrue();
    assertThat(quorum.total()).isEqualTo(2);
    assertThat(quorum.counted()).isEqualTo(ReplicaSet.of(0, 1, 2));
    assertThat(quorum).hasToString("2 of 3");
  }

  @Example
  void whileCountingBothOldAndNewMustReachTheLevel() {
    ArcReplicas counting = ArcReplicas.of(List.of(A, B, C)).becoming(List.of(A, B, D), true);
    Requirement quorum = requirement(counting, Named.QUORUM);
    assertThat(quorum.metBy(ReplicaSet.of(0, 2))).as("1 of the new").isFalse();
    assertThat(quorum.metBy(ReplicaSet.of(0, 3))).as("1 of the old").isFalse();
    assertThat(quorum.metBy(ReplicaSet.of(0, 2, 3))).isTrue();
    assertThat(quorum.metBy(ReplicaSet.of(0, 1))).isTrue();
    assertThat(quorum.total()).isEqualTo(2);
    assertThat(requirement(counting, Named.ALL).total()).isEqualTo(4);
    assertThat(quorum).hasToString("2 of 3 now and 2 of 3 after the move");
  }

  @Example
  void aFallbackCountsOnceAndOnlyWhileItsReplicaHasNotAnswered() {
    ArcReplicas sloppy = ArcReplicas.of(List.of(A, B, C)).with(List.of(new Fallback(D, 1)));
    WriteTally tally = WriteTally.of(requirement(sloppy, Named.QUORUM)).withAnswer(0);
    assertThat(tally.progress()).isEqualTo(Progress.POSSIBLE);
    assertThat(tally.withAnswer(3).progress()).isEqualTo(Progress.MET);
    assertThat(tally.withAnswer(3).hints()).isOne();
    assertThat(tally.withAnswer(3).withAnswer(1).hints()).isZero();
    WriteTally all = WriteTally.of(requirement(sloppy, Named.ALL)).withAnswer(0);
    assertThat(all.withAnswer(1).withAnswer(3).progress())
        .as("the replica and its fallback are one")
        .isEqualTo(Progress.POSSIBLE);
  }

  @Example
  void aFallbackElsewhereDoesNotFillALocalQuorum() {
    Member far = member(9, "eu");
    ArcReplicas sloppy = ArcReplicas.of(List.of(A, B, C)).with(List.of(new Fallback(far, 1)));
    assertThat(requirement(sloppy, Named.LOCAL_QUORUM).metBy(ReplicaSet.of(0, 3))).isFalse();
    assertThat(requirement(sloppy, Named.QUORUM).metBy(ReplicaSet.of(0, 3))).isTrue();
  }

  @Example
  void whatDoesNotFitTogetherIsNamed() {
    assertThatThrownBy(() -> ArcReplicas.of(List.of(A, B, A)))
        .hasMessageContaining("n0 occurs twice");
    ArcReplicas arc = ArcReplicas.of(List.of(A, B));
    assertThatThrownBy(() -> arc.with(List.of(new Fallback(B, 0))))
        .hasMessageContaining("fallback n1 occurs twice");
    assertThatThrownBy(() -> arc.with(List.of(new Fallback(C, 2))))
        .hasMessageContaining("stands in for replica 2: must be 0 to 1");
    List<Member> many = new ArrayList<>();
    for (int i = 0; i < 65; i++) {
      many.add(member(i, "us"));
    }
    assertThat(ArcReplicas.of(many.subList(0, 64)).members()).hasSize(64);
    assertThatThrownBy(() -> ArcReplicas.of(many.subList(0, 64)).becoming(many, false))
        .hasMessageContaining("64 owners, 1 more to be and 0 fallbacks: must be at most 64");
  }

  private static Requirement requirement(ArcReplicas arc, ConsistencyLevel level) {
    return Requirement.of("ks", ReplicaRoles.of(arc), level, "us");
  }

  private static Member member(int number, String dc) {
    return new Member(number, "n" + number, dc, "r", 1, "h", 1, 2, 3, 4);
  }
}
