package io.atoll.replication;

import io.atoll.replication.ArcReplicas.Fallback;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Count;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random arcs that move and are stood in for, and the dumb model of what is enough of them. */
final class Arcs {
  private static final List<String> DCS = List.of("ap", "eu", "us");

  private Arcs() {}

  /** One to four owners, up to three of them leaving for up to two others, up to two fallbacks. */
  static Arbitrary<ArcReplicas> arcs() {
    Arbitrary<List<String>> owners = Arbitraries.of(DCS).list().ofMinSize(1).ofMaxSize(4);
    Arbitrary<List<String>> coming = Arbitraries.of(DCS).list().ofMaxSize(2);
    Arbitrary<List<String>> fallbacks = Arbitraries.of(DCS).list().ofMaxSize(2);
    Arbitrary<Integer> leaving = Arbitraries.integers().between(0, 7);
    Arbitrary<Integer> standsFor = Arbitraries.integers().between(0, 35);
    Arbitrary<Boolean> counts = Arbitraries.of(true, false);
    return Combinators.combine(owners, coming, fallbacks, leaving, standsFor, counts).as(Arcs::arc);
  }

  private static ArcReplicas arc(
      List<String> ownerDcs,
      List<String> comingDcs,
      List<String> fallbackDcs,
      int leaving,
      int standsFor,
      boolean counts) {
    List<Member> owners = new ArrayList<>();
    ownerDcs.stream().sorted().forEach(dc -> owners.add(member(owners.size(), dc)));
    List<Member> next = new ArrayList<>();
    for (int i = 0; i < owners.size(); i++) {
      if ((leaving >>> i & 1) == 0) {
        next.add(owners.get(i));
      }
    }
    for (int i = 0; i < comingDcs.size(); i++) {
      next.add(member(10 + i, comingDcs.get(i)));
    }
    if (next.isEmpty()) {
      next.add(member(10, "us"));
    }
    ArcReplicas moving = new ArcReplicas(owners, next, counts, List.of());
    int replicas = moving.members().size();
    List<Fallback> fallbacks = new ArrayList<>();
    for (int i = 0; i < fallbackDcs.size(); i++) {
      int place = (i == 0 ? standsFor % 6 : standsFor / 6) % replicas;
      fallbacks.add(new Fallback(member(20 + i, fallbackDcs.get(i)), place));
    }
    return moving.with(fallbacks);
  }

  private static Member member(int number, String dc) {
    return new Member(number, "n" + number, dc, "r", 1, "h", 1, 2, 3, 4);
  }

  /** The sets of replicas that a level is counted over, by index. */
  static List<Set<Integer>> counts(ArcReplicas arc) {
    List<Set<Integer>> counts = new ArrayList<>();
    counts.add(indices(arc, arc.owners()));
    if (arc.nextCounts()) {
      counts.add(indices(arc, arc.next()));
    }
    return counts;
  }

  private static Set<Integer> indices(ArcReplicas arc, List<Member> wanted) {
    Set<Integer> indices = new TreeSet<>();
    wanted.forEach(member -> indices.add(arc.members().indexOf(member)));
    return indices;
  }

  /** Whether members are enough in every count, place by place. */
  static boolean enough(ArcReplicas arc, ConsistencyLevel level, String localDc, long answered) {
    return counts(arc).stream().allMatch(count -> enough(arc, count, level, localDc, answered));
  }

  /** Whether members are enough in one count. */
  static boolean enough(
      ArcReplicas arc, Set<Integer> count, ConsistencyLevel level, String localDc, long answered) {
    int all = filled(arc, count, answered, true, place -> true);
    Predicate<String> majority =
        dc -> {
          Predicate<Member> there = replica -> replica.dc().equals(dc);
          long members =
              count.stream().filter(place -> there.test(arc.members().get(place))).count();
          return 2L * filled(arc, count, answered, false, there) > members;
        };
    return switch (level) {
      case Count n -> all >= n.replicas();
      case Named named ->
          switch (named) {
            case ONE -> all >= 1;
            case LOCAL_ONE ->
                filled(arc, count, answered, false, replica -> replica.dc().equals(localDc)) >= 1;
            case QUORUM -> 2 * all > count.size();
            case LOCAL_QUORUM -> majority.test(localDc);
            case EACH_QUORUM -> dcs(arc, count).stream().allMatch(majority);
            case ALL -> all == count.size();
          };
    };
  }

  private static int filled(
      ArcReplicas arc,
      Set<Integer> count,
      long answered,
      boolean fromElsewhere,
      Predicate<Member> which) {
    int filled = 0;
    for (int place : count) {
      Member replica = arc.members().get(place);
      if (which.test(replica) && filled(arc, place, answered, fromElsewhere)) {
        filled++;
      }
    }
    return filled;
  }

  private static boolean filled(ArcReplicas arc, int place, long answered, boolean fromElsewhere) {
    boolean filled = (answered >>> place & 1) == 1;
    int first = arc.members().size() - arc.fallbacks().size();
    for (int f = 0; f < arc.fallbacks().size(); f++) {
      Fallback fallback = arc.fallbacks().get(f);
      boolean near = fallback.member().dc().equals(arc.members().get(place).dc());
      boolean answers = (answered >>> (first + f) & 1) == 1;
      filled |= answers && fallback.replica() == place && (near || fromElsewhere);
    }
    return filled;
  }

  /** How many places only a fallback fills. */
  static int hints(ArcReplicas arc, long answered) {
    int hints = 0;
    for (int place = 0; place < arc.members().size() - arc.fallbacks().size(); place++) {
      if ((answered >>> place & 1) == 0 && filled(arc, place, answered, true)) {
        hints++;
      }
    }
    return hints;
  }

  /** Whether no set at all can be enough. */
  static boolean impossible(ArcReplicas arc, ConsistencyLevel level, String localDc) {
    boolean local = level == Named.LOCAL_ONE || level == Named.LOCAL_QUORUM;
    return counts(arc).stream()
        .anyMatch(
            count ->
                (local && !dcs(arc, count).contains(localDc))
                    || (level instanceof Count n && n.replicas() > count.size()));
  }

  private static Set<String> dcs(ArcReplicas arc, Set<Integer> count) {
    Set<String> dcs = new TreeSet<>();
    count.forEach(place -> dcs.add(arc.members().get(place).dc()));
    return dcs;
  }
}
