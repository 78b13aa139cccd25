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
        if (!write.isAcknowledgedBefore(read.question().invokedNanos())) {
          continue;
        }
        boolean missed = isMissed(model, read, shown, write);
        List<Write> returned = returned(model, shown, write);
        if ((missed || !returned.isEmpty()) && overlap(rules, evidence, read, write, keyspace)) {
          if (missed) {
            found.add("%s did not see %s".formatted(read, write));
          }
          returned.forEach(each -> found.add("%s showed %s after %s".formatted(read, each, write)));
        }
      }
    }
    return found;
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

  /** What is shown though a write superseded it. */
  private static List<Write> returned(KeyModel model, KeyModel.Shown shown, Write write) {
    List<Write> returned = List.of();
    for (Write each : shown.writes()) {
      if (each.id() != write.id() && model.supersedes(write, each)) {
        returned = returned.isEmpty() ? new ArrayList<>() : returned;
        returned.add(each);
      }
    }
    return returned;
  }
}
