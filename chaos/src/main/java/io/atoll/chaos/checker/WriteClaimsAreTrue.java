package io.atoll.chaos.checker;

import io.atoll.chaos.history.Ending;
import io.atoll.chaos.model.LevelRule;
import io.atoll.chaos.model.LevelRules;
import io.atoll.chaos.model.ReplicaCounts;
import io.atoll.chaos.watch.Acknowledgement;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import java.util.ArrayList;
import java.util.List;

/**
 * What the answer to a write says of itself does not exceed what is true: no more replicas have it
 * on disk than have, no more were asked than there are, as many were needed as its level says, and
 * reads see it for certain only where they do.
 */
public final class WriteClaimsAreTrue implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    LevelRules rules = new LevelRules();
    for (Acknowledgement said : evidence.watch().acknowledgements()) {
      evidence
          .watch()
          .topologies()
          .of(said.outcome().epoch())
          .ifPresent(topology -> found.addAll(judge(topology, said, rules)));
    }
    return found;
  }

  static List<String> judge(Topology topology, Acknowledgement said, LevelRules rules) {
    List<String> found = new ArrayList<>();
    AcknowledgedKey.of(topology, said).ifPresent(key -> judge(key, said, rules, found));
    return found;
  }

  private static void judge(
      AcknowledgedKey key, Acknowledgement said, LevelRules rules, List<String> found) {
    Ending.Claims claims = said.outcome();
    int durable =
        said.events().stream().mapToInt(event -> key.having(event).total()).max().orElse(0);
    if (claims.answered() > durable) {
      found.add(
          "%d replicas have it, it says, and %d do: %s"
              .formatted(claims.answered(), durable, said));
    }
    int replicas = key.replicas().size();
    if (claims.asked() > replicas || claims.asked() < claims.answered()) {
      found.add("%d were asked of %d: %s".formatted(claims.asked(), replicas, said));
    }
    LevelRule rule = key.rule(said);
    int required = rules.fewest(rule);
    if (claims.required() != required) {
      found.add("%d are required by %s: %s".formatted(required, rule, said));
    }
    if (claims.overlapping() && !isSeenByReads(key, rule, rules)) {
      found.add("not all reads at %s see it: %s".formatted(key.keyspace().read(), said));
    }
    if (claims.hints() > replicas - claims.answered()) {
      found.add("%d hints for %d replicas: %s".formatted(claims.hints(), replicas, said));
    }
  }

  /** By reads at the keyspace's own level, through whatever DC. */
  private static boolean isSeenByReads(AcknowledgedKey key, LevelRule write, LevelRules rules) {
    return key.replicas().stream()
        .map(Member::dc)
        .distinct()
        .map(dc -> key.rule(key.keyspace().read(), dc))
        .allMatch(read -> rules.overlap(write, read, ReplicaCounts.NONE));
  }
}
