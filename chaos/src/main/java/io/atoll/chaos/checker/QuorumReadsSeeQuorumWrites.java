package io.atoll.chaos.checker;

import io.atoll.chaos.history.Read;
import io.atoll.chaos.history.Write;
import io.atoll.replication.ReplicaRoles;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.Requirement;
import io.atoll.ring.Keyspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A read has seen every write that was acknowledged before the read was asked for, when the levels
 * of the two overlap (R + W &gt; N).
 */
public final class QuorumReadsSeeQuorumWrites implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    Map<Evidence.Place, List<Write>> acknowledged = new HashMap<>();
    for (Write write : evidence.history().writes()) {
      if (write.isAcknowledged() && !write.dots().isEmpty()) {
        acknowledged
            .computeIfAbsent(
                new Evidence.Place(write.keyspace(), write.key()), place -> new ArrayList<>())
            .add(write);
      }
    }
    List<String> found = new ArrayList<>();
    for (Read read : evidence.history().answeredReads()) {
      Keyspace keyspace = evidence.topology().keyspaces().get(read.keyspace());
      Evidence.Place place = new Evidence.Place(read.keyspace(), read.key());
      for (Write write : acknowledged.getOrDefault(place, List.of())) {
        if (write.isAcknowledgedBefore(read.question().invokedNanos())
            && !read.answer().context().contains(write.dots().getFirst())
            && overlap(evidence, keyspace, read, write)) {
          found.add("%s did not see %s".formatted(read, write));
        }
      }
    }
    return found;
  }

  private static boolean overlap(Evidence evidence, Keyspace keyspace, Read read, Write write) {
    String writeDc = evidence.history().dcOf(write);
    // Owners are in the same DCs for every token.
    ReplicaRoles roles =
        ReplicaRoles.of(evidence.topology().preferenceList(keyspace, 0).replicas());
    try {
      return Requirement.of(keyspace.name(), roles, read.level(), read.question().dc())
          .overlaps(Requirement.of(keyspace.name(), roles, write.level(), writeDc));
    } catch (RequestFailure.ImpossibleLevel neverFulfilled) {
      return false;
    }
  }
}
