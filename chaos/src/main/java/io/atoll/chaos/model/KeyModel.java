package io.atoll.chaos.model;

import io.atoll.causal.Siblings;
import io.atoll.causal.Version;
import io.atoll.causal.VersionVector;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.Write;
import io.atoll.ring.ConflictPolicy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What any state of one key may and must show, worked out from what its writers had seen: the exact
 * set of siblings. A value is known by its bytes as that of one write; only a delete, which has
 * none, by its dot. The model is that of Cassandra's Harry, for values that know their causes.
 *
 * <p>A state claims to know the events that its own context has. It must show of those writes every
 * one that none of the others had seen, and nothing else; where the last writer wins, the one with
 * the latest event. Three things are allowed all the same:
 *
 * <ul>
 *   <li>A writer may have named an event apart from its vector. A replica that did not have the
 *       event could not note that it is superseded, so that it comes back as a sibling.
 *   <li>A write that its owner lets the client library repeat may be made twice, and then be shown
 *       twice, or come back to who had seen one of its events only.
 *   <li>So may a write that was made again with a later time, before it was acknowledged, because
 *       it lost where the last writer wins: who had overwritten its first event has not seen the
 *       next.
 *   <li>A keyspace whose policy was changed may hold what either policy would have kept.
 * </ul>
 */
public final class KeyModel {
  private static final int MOST_WRONG = 10;

  private final History history;
  private final int keyspaceId;
  private final String key;
  private final Set<ConflictPolicy> policies;
  private final List<Write> writes = new ArrayList<>();
  private final Map<Integer, BitSet> closures = new HashMap<>();
  private final Map<Siblings, List<String>> judged = new HashMap<>();
  private final Map<Siblings, Shown> showing = new HashMap<>();

  /**
   * @param policies all that the keyspace ever had
   */
  public KeyModel(History history, int keyspaceId, String key, Set<ConflictPolicy> policies) {
    this.history = history;
    this.keyspaceId = keyspaceId;
    this.key = key;
    this.policies = EnumSet.copyOf(policies);
    for (Write write : history.writesOf(key)) {
      if (write.keyspaceId() == keyspaceId) {
        writes.add(write);
      }
    }
  }

  /** Whether the last writer wins, and always did. */
  public boolean isLastWriterWins() {
    return policies.equals(EnumSet.of(ConflictPolicy.LWW));
  }

  /** The writes that replicas made, in the order in which they were asked for. */
  public List<Write> writes() {
    return writes;
  }

  /** The write of a version; null when nobody wrote that. */
  public Write writeOf(Version version) {
    return history.writeOf(keyspaceId, key, version);
  }

  /**
   * What is wrong with a state that somebody was shown, or that a replica holds, in words; of very
   * much, some. What a state shows is judged once, however many were shown it.
   */
  public List<String> wrongWith(Siblings state) {
    return judged.computeIfAbsent(state, this::judge);
  }

  private List<String> judge(Siblings state) {
    List<String> found = new ArrayList<>();
    TreeMap<Integer, Write> shown = new TreeMap<>();
    for (Version version : state.versions()) {
      Write write = writeOf(version);
      if (write == null) {
        found.add("has a value that nobody wrote: " + version);
      } else if (write.events().stream().noneMatch(event -> event.dot().equals(version.dot()))) {
        found.add("has %s under the dot of another, %s".formatted(write, version.dot()));
      } else if (shown.put(write.id(), write) != null && !isMadeTwice(write)) {
        found.add("has twice " + write);
      }
    }
    if (found.isEmpty()) {
      judgeSuperseded(shown, found);
      if (policies.contains(ConflictPolicy.LWW)) {
        judgeLast(state, shown, found);
      } else {
        judgeMissing(state, shown, found);
      }
    }
    return found;
  }

  private void judgeSuperseded(Map<Integer, Write> shown, List<String> found) {
    for (Write one : shown.values()) {
      if (found.size() >= MOST_WRONG) {
        return;
      }
      for (Write other : shown.values()) {
        if (one.id() != other.id() && supersedes(one, other)) {
          found.add("has %s beside %s, which superseded it".formatted(other, one));
        }
      }
    }
  }

  private void judgeMissing(Siblings state, Map<Integer, Write> shown, List<String> found) {
    BitSet superseded = new BitSet();
    List<Write> claimed = new ArrayList<>();
    for (Write write : writes) {
      if (isClaimed(write, state.context())) {
        claimed.add(write);
        boolean before = superseded.get(write.id());
        write.addEffectTo(superseded);
        superseded.set(write.id(), before); // It does not supersede itself.
      }
    }
    for (Write write : claimed) {
      if (!write.isDelete() && !superseded.get(write.id()) && !shown.containsKey(write.id())) {
        found.add(
            "knows %s and does not have it, and knows nothing that superseded it".formatted(write));
      }
    }
  }

  private void judgeLast(Siblings state, Map<Integer, Write> shown, List<String> found) {
    boolean always = policies.size() == 1;
    if (always && state.versions().size() > 1) {
      found.add("has %d values where the last writer wins".formatted(state.versions().size()));
      return;
    }
    Write last = null;
    Write.Event latest = null;
    for (Write write : writes) {
      for (Write.Event event : write.events()) {
        if (state.context().contains(event.dot()) && (latest == null || latest.losesTo(event))) {
          last = write;
          latest = event;
        }
      }
    }
    if (last != null && !last.isDelete() && !shown.containsKey(last.id()) && always) {
      found.add("has %s and knows of the later %s".formatted(shown.values(), last));
    }
    if (last != null && last.isDelete() && always) {
      for (Write write : shown.values()) {
        if (!write.isDelete()) {
          found.add("has %s and knows of the later %s".formatted(write, last));
        }
      }
    }
  }

  private static boolean isClaimed(Write write, VersionVector context) {
    for (Write.Event event : write.events()) {
      if (context.contains(event.dot())) {
        return true;
      }
    }
    return false;
  }

  /** Whether a state that holds one write may not hold another: its writer had seen that. */
  public boolean supersedes(Write write, Write other) {
    return write.hasSeen(other.id())
        && !isMadeTwice(other)
        && write.hasSeenAsItIs(other)
        && !isNamedApart(other, write);
  }

  /** Who saw one of its events need not have seen the other. */
  private static boolean isMadeTwice(Write write) {
    return write.standing().size() > 1;
  }

  private boolean isNamedApart(Write other, Write write) {
    for (Write.Event event : other.standing()) {
      BitSet effect = write.effect();
      for (int id = effect.nextSetBit(0); id >= 0; id = effect.nextSetBit(id + 1)) {
        if (history.writes().get(id).context().apart().contains(event.dot())) {
          return true;
        }
      }
    }
    return false;
  }

  /** What a state of the key shows. */
  public Shown shown(Siblings state) {
    return showing.computeIfAbsent(state, this::show);
  }

  private Shown show(Siblings state) {
    List<Write> shown = new ArrayList<>();
    BitSet past = new BitSet();
    for (Version version : state.versions()) {
      Write write = writeOf(version);
      if (write != null) {
        shown.add(write);
        past.or(standsFor(write));
      }
    }
    boolean lww = policies.contains(ConflictPolicy.LWW);
    return new Shown(shown, past, lww ? List.copyOf(state.versions()) : List.of());
  }

  /**
   * What a state of the key shows.
   *
   * @param writes whose versions it has
   * @param past ids of the writes that these stand for
   * @param winners the versions that win over earlier ones
   */
  public record Shown(List<Write> writes, BitSet past, List<Version> winners) {
    /**
     * Whether the state has a write or is past it: it shows the write, or one that had seen it or
     * took the place of a delete that had, or, where the last writer wins, a later one.
     */
    public boolean isPast(Write write) {
      if (past.get(write.id())) {
        return true;
      }
      for (Version winner : winners) {
        if (write.losesTo(winner)) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Ids of all writes that a write stands for: those that its writer had seen, and the deletes
   * whose place any of these took, with theirs. The writer of such a write has not seen the delete,
   * and may go on from its own write at a replica that does not have it yet.
   */
  private BitSet standsFor(Write write) {
    return closures.computeIfAbsent(
        write.id(),
        id -> {
          BitSet all = write.effect();
          BitSet left = write.effect();
          // The newest first: what it stands for is known as a rule, and is most of the rest.
          for (int next = left.length() - 1; next >= 0; next = left.length() - 1) {
            BitSet known = closures.get(next);
            if (known != null) {
              all.or(known);
              left.andNot(known);
            } else {
              BitSet more = history.writes().get(next).effect();
              more.andNot(all);
              all.or(more);
              left.or(more);
              left.clear(next);
            }
          }
          return all;
        });
  }

  /**
   * Whether a write need not be seen any more, nor anything that stands for it: it was, or was
   * superseded by, a delete that had been acknowledged before a time, whose tombstone may have been
   * purged since.
   */
  public boolean mayBePurged(Write write, long nanos) {
    for (Write delete : writes) {
      if (delete.isDelete()
          && delete.isAcknowledgedBefore(nanos)
          && standsFor(delete).get(write.id())) {
        return true;
      }
    }
    return false;
  }
}
