package io.atoll.replication;

import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Count;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random replication maps, and the dumb model of what a level means on lists of replicas. */
final class Replicas {
  private static final List<String> DCS = List.of("ap", "eu", "us", "za");

  private Replicas() {}

  /** One to four DCs with one to four replicas each, at most eight together. */
  static Arbitrary<Keyspace> keyspaces() {
    return Arbitraries.integers()
        .between(0, 4)
        .list()
        .ofSize(DCS.size())
        .filter(factors -> sum(factors) >= 1 && sum(factors) <= 8)
        .map(Replicas::keyspace);
  }

  static Arbitrary<ConsistencyLevel> levels() {
    Arbitrary<ConsistencyLevel> named = Arbitraries.of(Named.class).map(level -> level);
    Arbitrary<ConsistencyLevel> counted = Arbitraries.integers().between(1, 10).map(Count::new);
    return Arbitraries.oneOf(named, counted);
  }

  static Arbitrary<String> dcs() {
    return Arbitraries.of(DCS);
  }

  private static int sum(List<Integer> factors) {
    return factors.stream().mapToInt(Integer::intValue).sum();
  }

  private static Keyspace keyspace(List<Integer> factors) {
    TreeMap<String, Integer> replication = new TreeMap<>();
    for (int i = 0; i < factors.size(); i++) {
      if (factors.get(i) > 0) {
        replication.put(DCS.get(i), factors.get(i));
      }
    }
    return new Keyspace(1, "ks", replication, ConflictPolicy.SIBLINGS, Named.ONE, Named.ONE);
  }

  /** A preference list, numbered in its order. */
  static List<Member> members(Keyspace keyspace) {
    List<Member> members = new ArrayList<>();
    keyspace
        .replication()
        .forEach(
            (dc, factor) -> {
              for (int i = 0; i < factor; i++) {
                int n = members.size();
                members.add(new Member(n, "n" + n, dc, "r", 1, "h", 1, 2, 3, 4));
              }
            });
    return members;
  }

  /** What a level asks for where no arc moves and nobody stands in. */
  static Requirement requirement(Keyspace keyspace, ConsistencyLevel level, String localDc) {
    return Requirement.of(keyspace.name(), ReplicaRoles.of(members(keyspace)), level, localDc);
  }

  /** Whether a set is enough, counted one by one. */
  static boolean enough(Keyspace keyspace, ConsistencyLevel level, String localDc, long set) {
    List<Member> members = members(keyspace);
    int all = 0;
    TreeMap<String, Integer> byDc = new TreeMap<>();
    for (int i = 0; i < members.size(); i++) {
      if ((set >>> i & 1) == 1) {
        all++;
        byDc.merge(members.get(i).dc(), 1, Integer::sum);
      }
    }
    int here = byDc.getOrDefault(localDc, 0);
    return switch (level) {
      case Count count -> all >= count.replicas();
      case Named named ->
          switch (named) {
            case ONE -> all >= 1;
            case LOCAL_ONE -> here >= 1;
            case QUORUM -> 2 * all > members.size();
            case LOCAL_QUORUM -> 2 * here > keyspace.factor(localDc);
            case EACH_QUORUM ->
                keyspace.replication().keySet().stream()
                    .allMatch(dc -> 2 * byDc.getOrDefault(dc, 0) > keyspace.factor(dc));
            case ALL -> all == members.size();
          };
    };
  }

  /** Whether no set at all can be enough. */
  static boolean impossible(Keyspace keyspace, ConsistencyLevel level, String localDc) {
    boolean local = level == Named.LOCAL_ONE || level == Named.LOCAL_QUORUM;
    return (local && keyspace.factor(localDc) == 0)
        || (level instanceof Count count && count.replicas() > keyspace.replicas());
  }
}
