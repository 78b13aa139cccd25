package io.atoll.chaos.checker;

import io.atoll.chaos.history.Write;
import io.atoll.chaos.model.KeyModel;
import io.atoll.chaos.model.LevelRule;
import io.atoll.chaos.model.LevelRules;
import io.atoll.chaos.model.ReplicaCounts;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.Keyspace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where the last writer wins, an acknowledged write is later than every one that had been
 * acknowledged before it was asked for, whatever clocks said, when the levels of the two overlap (W
 * + W &gt; N). Three things are allowed:
 *
 * <ul>
 *   <li>A write may stay below the earlier one where a third lies above both, which was asked for
 *       before the write was acknowledged and is not owed the same by it. Then its coordinator came
 *       to know the third before it could make the write again, or the replica that had the earlier
 *       one knew the third only, whose writer had seen the write. The third has a later time than
 *       what the write lost to, and so than the earlier one, unless it had seen the write: then its
 *       dot may decide.
 *   <li>A write that was made again once, above what it had lost to, may lose a second time.
 *   <li>A delete, the earlier one, may be gone by then, with its tombstone.
 * </ul>
 *
 * <p>A write that another had seen is no exception of its own: where the last writer wins a replica
 * never goes back behind what it has, so that it then holds the other, which is later.
 */
public final class LaterWritesWin implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    Map<Integer, SortedSet<String>> keys = new HashMap<>();
    for (Write write : evidence.history().writes()) {
      keys.computeIfAbsent(write.keyspaceId(), id -> new TreeSet<>()).add(write.key());
    }
    List<String> found = new ArrayList<>();
    for (Keyspace keyspace : evidence.topology().keyspaces().values()) {
      if (keyspace.conflicts() == ConflictPolicy.LWW) {
        keys.getOrDefault(keyspace.id(), Collections.emptySortedSet())
            .forEach(key -> new Order(evidence, keyspace, key).check(found));
      }
    }
    return found;
  }

  /** The order of the writes of one key. */
  private static final class Order {
    private final Evidence evidence;
    private final Keyspace keyspace;
    private final KeyModel model;
    private final ReplicaCounts replicas;
    private final LevelRules rules = new LevelRules();

    Order(Evidence evidence, Keyspace keyspace, String key) {
      this.evidence = evidence;
      this.keyspace = keyspace;
      this.model = evidence.model(keyspace.id(), key);
      this.replicas = ReplicaCounts.of(keyspace);
    }

    void check(List<String> found) {
      if (!model.isLastWriterWins()) {
        return;
      }
      for (Write later : model.writes()) {
        if (!later.isAcknowledged() || later.events().size() != 1 || found.size() >= ENOUGH) {
          continue;
        }
        for (Write earlier : model.writes()) {
          if (earlier.standing().size() == 1
              && later.everLostTo(earlier)
              && !later.hasSeen(earlier.id())
              && mustBeKnownTo(later, earlier)
              && !isExcused(earlier, later)) {
            found.add("%s loses to %s, which was acknowledged before".formatted(later, earlier));
          }
        }
      }
    }

    /** Whether a replica that had the earlier one acknowledged the later one. */
    private boolean mustBeKnownTo(Write later, Write earlier) {
      return earlier.isAcknowledgedBefore(later.question().invokedNanos())
          && rules.overlap(rule(earlier), rule(later), evidence.owed().harmed(earlier, keyspace));
    }

    private LevelRule rule(Write write) {
      return new LevelRule(write.level(), evidence.history().dcOf(write), replicas);
    }

    private boolean isExcused(Write earlier, Write later) {
      if (earlier.isDelete()) {
        return true;
      }
      for (Write third : model.writes()) {
        if (third.id() != earlier.id()
            && third.id() != later.id()
            && !later.isAcknowledgedBefore(third.question().invokedNanos())
            && !mustBeKnownTo(later, third)
            && liesAbove(third, earlier, later)) {
          return true;
        }
      }
      return false;
    }

    private static boolean liesAbove(Write third, Write earlier, Write later) {
      Write.Event below = earlier.events().getLast();
      for (Write.Event event : third.events()) {
        if (event.timestamp() > below.timestamp()
            || below.losesTo(event) && third.hasSeen(later.id())) {
          return true;
        }
      }
      return false;
    }
  }
}
