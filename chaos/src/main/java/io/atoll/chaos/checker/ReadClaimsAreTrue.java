package io.atoll.chaos.checker;

import io.atoll.chaos.history.Ending;
import io.atoll.chaos.history.Read;
import io.atoll.chaos.model.LevelRule;
import io.atoll.chaos.model.LevelRules;
import io.atoll.chaos.model.ReplicaCounts;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Topology;
import java.util.ArrayList;
import java.util.List;

/**
 * What the answer to a read says of itself does not exceed what is true: as many replicas as its
 * level needs were needed and answered, no more answered than were asked, no more were asked than
 * there are, and it saw every acknowledged write for certain only where it did.
 */
public final class ReadClaimsAreTrue implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    LevelRules rules = new LevelRules();
    for (Read read : evidence.history().answeredReads()) {
      if (read.ending() instanceof Ending.Answered how && how.claims() != null) {
        evidence
            .watch()
            .topologies()
            .of(how.claims().epoch())
            .ifPresent(topology -> judge(topology, read, how.claims(), rules, found));
      }
    }
    return found;
  }

  static void judge(
      Topology topology, Read read, Ending.Claims claims, LevelRules rules, List<String> found) {
    Keyspace keyspace = topology.keyspaces().get(read.keyspace());
    if (keyspace == null) {
      found.add("there is no such keyspace in epoch %d: %s".formatted(claims.epoch(), read));
      return;
    }
    ReplicaCounts replicas = ReplicaCounts.of(keyspace);
    LevelRule rule = new LevelRule(read.level(), read.question().dc(), replicas);
    int required = rules.fewest(rule);
    if (claims.required() != required || claims.answered() < required) {
      found.add("%d are required by %s: %s".formatted(required, rule, read));
    }
    if (claims.asked() > replicas.total() || claims.asked() < claims.answered()) {
      found.add("%d were asked of %d: %s".formatted(claims.asked(), replicas.total(), read));
    }
    boolean seesAll =
        keyspace.replication().keySet().stream()
            .map(dc -> new LevelRule(keyspace.write(), dc, replicas))
            .allMatch(write -> rules.overlap(rule, write, ReplicaCounts.NONE));
    if (claims.overlapping() && !seesAll) {
      found.add("not all writes at %s are seen by it: %s".formatted(keyspace.write(), read));
    }
  }
}
