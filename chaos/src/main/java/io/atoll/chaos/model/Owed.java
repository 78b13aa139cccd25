package io.atoll.chaos.model;

import io.atoll.chaos.history.History;
import io.atoll.chaos.history.Request;
import io.atoll.chaos.history.Write;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.wire.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Which acknowledged writes the store owes, when disks have lost what they had: one that a replica
 * had on disk whose disk has lost nothing since. Where nobody looked at the disks, every write
 * whose level cannot be met by harmed replicas alone.
 */
public final class Owed {
  private final History history;
  private final Topology topology;

  public Owed(History history, Topology topology) {
    this.history = history;
    this.topology = topology;
  }

  /** Whether a write is owed; one in a keyspace that was dropped, or made again, is not. */
  public boolean isOwed(Write write) {
    Keyspace keyspace = topology.keyspaces().get(write.keyspace());
    return write.isAcknowledged()
        && keyspace != null
        && (write.keyspaceId() == keyspace.id()
            || write.keyspaceId() == Write.UNKNOWN_KEYSPACE && !mayBeOfAnother(write, keyspace))
        && !mayBeGone(write, keyspace);
  }

  /** Nobody made it: of several keyspaces of its name it may have been asked for in any. */
  private boolean mayBeOfAnother(Write write, Keyspace keyspace) {
    return history.epochs().seen().values().stream()
        .map(seen -> seen.topology().keyspaces().get(write.keyspace()))
        .anyMatch(each -> each != null && each.id() != keyspace.id());
  }

  private boolean mayBeGone(Write write, Keyspace keyspace) {
    Set<String> harmed = history.harmedSince(write.question().invokedNanos());
    if (harmed.isEmpty()) {
      return false;
    }
    return write.durableOn() != null
        ? harmed.containsAll(write.durableOn())
        : rule(write, keyspace).metBy(among(harmed, replicas(write.key(), keyspace)));
  }

  private LevelRule rule(Write write, Keyspace keyspace) {
    return new LevelRule(write.level(), history.dcOf(write), ReplicaCounts.of(keyspace));
  }

  private List<Member> replicas(String key, Keyspace keyspace) {
    long token = Tokens.of(keyspace.id(), key.getBytes(StandardCharsets.UTF_8));
    return Placement.replicas(history.epochs().newestWith(keyspace.id()), keyspace, token);
  }

  /** How many replicas of its key have lost what they may have had when it was asked for. */
  public ReplicaCounts harmed(Request request, Keyspace keyspace) {
    Set<String> harmed = history.harmedSince(request.question().invokedNanos());
    return harmed.isEmpty() ? ReplicaCounts.NONE : among(harmed, replicas(request.key(), keyspace));
  }

  private static ReplicaCounts among(Set<String> nodes, List<Member> replicas) {
    ReplicaCounts counts = ReplicaCounts.NONE;
    for (Member replica : replicas) {
      if (nodes.contains(replica.nodeId())) {
        counts = counts.and(replica.dc());
      }
    }
    return counts;
  }
}
