package io.atoll.ring;

import java.util.List;

/**
 * The replicas of one token for one keyspace.
 *
 * @param partition the arc
 * @param replicas all of them: by DC in the order of the DCs' names, each DC's in claim order
 */
public record PreferenceList(int partition, List<Member> replicas) {
  public PreferenceList {
    replicas = List.copyOf(replicas);
  }

  /** Whether a member is one of the replicas. */
  public boolean contains(int memberNumber) {
    for (int i = 0; i < replicas.size(); i++) {
      if (replicas.get(i).number() == memberNumber) {
        return true;
      }
    }
    return false;
  }
}
