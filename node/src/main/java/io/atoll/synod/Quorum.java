package io.atoll.synod;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Which sets of acceptors are enough. A proposer needs one to have its ballot promised and one to
 * have its value accepted; that is safe as long as any two quorums that may be used in one instance
 * share an acceptor.
 */
@FunctionalInterface
public interface Quorum {
  /**
   * Whether these are enough.
   *
   * @param answered distinct acceptors
   */
  boolean isMetBy(Set<String> answered);

  /** More than half of the given acceptors, all distinct. */
  static Quorum majorityOf(Collection<String> acceptors) {
    List<String> all = List.copyOf(acceptors);
    return answered -> all.stream().filter(answered::contains).count() > all.size() / 2;
  }

  /**
   * Enough for this one and for another: of the replicas before a change and those after it. For
   * registers whose arc moves; nothing in service uses it yet.
   */
  default Quorum and(Quorum other) {
    return answered -> isMetBy(answered) && other.isMetBy(answered);
  }
}
