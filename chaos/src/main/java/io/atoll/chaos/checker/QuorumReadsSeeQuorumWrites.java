package io.atoll.chaos.checker;

import io.atoll.chaos.history.Read;
import io.atoll.chaos.history.Write;
import io.atoll.chaos.model.KeyModel;
import io.atoll.chaos.model.LevelRule;
import io.atoll.chaos.model.LevelRules;
import io.atoll.chaos.model.ReplicaCounts;
import io.atoll.ring.Keyspace;
import java.util.ArrayList;
import java.util.List;

/**
 * A read shows, or is past, every write that was acknowledged before the read was asked for, and
 * nothing that such a write superseded, when the levels of the two overlap (R + W &gt; N) in a
 * replica that has not lost anything since.
 */
public final class QuorumReadsSeeQuorumWrites implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    LevelRules rules = new LevelRules();
    List<String> found = new ArrayList<>();
    for (Read read : evidence.history().answeredReads()) {
      Keyspace keyspace = evidence.history().keyspaceOf(read);
      if (keyspace == null || found.size() >= ENOUGH) {
        continue;
      }
      KeyModel model = evidence.model(keyspace.id(), read.key());
      KeyModel.Shown shown = model.shown(read.answer());
      for (Write write : model.writes()) {
        if (write.isAcknowledgedBefore(read.question().invokedNanos())
            && isAgainst(model, read, shown, write)
            && overlap(rules, evidence, read, write, keyspace)) {
          tell(model, read, shown, write, found);
        }
      }
    }
    return found;
  }

  /** Whether a read did what it may not do when it overlaps with a write. */
  private static boolean isAgainst(KeyModel model, Read read, KeyModel.Shown shown, Write write) {
    if (isMissed(model, read, shown, write)) {
      return true;
    }
    for (Write each : shown.writes()) {
      if (each.id() != write.id() && model.supersedes(write, each)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMissed(KeyModel model, Read read, KeyModel.Shown shown, Write write) {
    return !shown.isPast(write) && !model.mayBePurged(write, read.question().invokedNanos());
  }

  private static boolean overlap(
      LevelRules rules, Evidence evidence, Read read, Write write, Keyspace keyspace) {
    ReplicaCounts replicas = ReplicaCounts.of(keyspace);
    return rules.overlap(
        new LevelRule(read.level(), read.question().dc(), replicas),
        new LevelRule(write.level(), evidence.history().dcOf(write), replicas),
        evidence.owed().harmed(write, keyspace));
  }

  private static void tell(
      KeyModel model, Read read, KeyModel.Shown shown, Write write, List<String> found) {
    if (isMissed(model, read, shown, write)) {
      found.add("%s did not see %s".formatted(read, write));
    }
    for (Write each : shown.writes()) {
      if (each.id() != write.id() && model.supersedes(write, each)) {
        found.add("%s showed %s after %s".formatted(read, each, write));
      }
    }
  }
}
