package io.atoll.chaos.checker;

import io.atoll.chaos.history.Write;
import io.atoll.chaos.model.KeyModel;
import io.atoll.chaos.model.LevelRule;
import io.atoll.chaos.model.LevelRules;
import io.atoll.chaos.model.ReplicaCounts;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.Keyspace;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Where the last writer wins, an acknowledged write is later than every one that had been
 * acknowledged before it was asked for, whatever clocks said, when the levels of the two overlap (W
 * + W &gt; N). Four things are allowed:
 *
 * <ul>
 *   <li>A write may stay below the earlier one when a third lies above both that was under way at
 *       the same time.
 *   <li>A write that was made again once, above what it had lost to, may lose a second time.
 *   <li>One that another writer had seen may be gone by then, whatever its time is.
 *   <li>So may be every one from before a delete, with the tombstone of that.
 * </ul>
 */
public final class LaterWritesWin implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    for (Keyspace keyspace : evidence.topology().keyspaces().values()) {
      if (keyspace.conflicts() == ConflictPolicy.LWW) {
        TreeSet<String> keys = new TreeSet<>();
        for (Write write : evidence.history().writes()) {
          if (write.keyspaceId() == keyspace.id()) {
            keys.add(write.key());
          }
        }
        keys.forEach(key -> check(evidence, keyspace, evidence.model(keyspace.id(), key), found));
      }
    }
    return found;
  }

  private static void check(
      Evidence evidence, Keyspace keyspace, KeyModel model, List<String> found) {
    if (!model.isLastWriterWins()) {
      return;
    }
    LevelRules rules = new LevelRules();
    ReplicaCounts replicas = ReplicaCounts.of(keyspace);
    for (Write later : model.writes()) {
      if (!later.isAcknowledged() || later.events().size() != 1 || found.size() >= ENOUGH) {
        continue;
      }
      for (Write earlier : model.writes()) {
        if (earlier.isAcknowledgedBefore(later.question().invokedNanos())
            && earlier.dots().size() == 1
            && later.everLostTo(earlier)
            && !later.hasSeen(earlier.id())
            && !isExcused(model, earlier, later)
            && rules.overlap(
                rule(evidence, earlier, replicas),
                rule(evidence, later, replicas),
                evidence.owed().harmed(earlier, keyspace))) {
          found.add("%s loses to %s, which was acknowledged before".formatted(later, earlier));
        }
      }
    }
  }

  private static LevelRule rule(Evidence evidence, Write write, ReplicaCounts replicas) {
    return new LevelRule(write.level(), evidence.history().dcOf(write), replicas);
  }

  private static boolean isExcused(KeyModel model, Write earlier, Write later) {
    for (Write each : model.writes()) {
      if (each.id() != later.id()
          && earlier.everLostTo(each)
          && !each.isAcknowledgedBefore(later.question().invokedNanos())
          && !later.isAcknowledgedBefore(each.question().invokedNanos())) {
        return true;
      }
      if (each.id() != earlier.id()
          && each.id() != later.id()
          && (each.isDelete() || each.hasSeen(earlier.id()))
          && !later.isAcknowledgedBefore(each.question().invokedNanos())) {
        return true;
      }
    }
    return earlier.isDelete();
  }
}
