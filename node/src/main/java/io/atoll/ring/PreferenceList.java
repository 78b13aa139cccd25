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
}
