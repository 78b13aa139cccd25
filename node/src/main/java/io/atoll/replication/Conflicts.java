package io.atoll.replication;

import io.atoll.causal.Siblings;
import io.atoll.ring.ConflictPolicy;

/** How states are joined under the conflict policy of their keyspace. */
public final class Conflicts {
  private Conflicts() {}

  /** Both states joined. */
  public static Siblings merge(ConflictPolicy policy, Siblings one, Siblings other) {
    return switch (policy) {
      case SIBLINGS -> one.merge(other);
      case LWW -> one.mergeLastWriterWins(other);
    };
  }

  /** A state that was just written to, with the values that the policy keeps. */
  public static Siblings keep(ConflictPolicy policy, Siblings written) {
    return switch (policy) {
      case SIBLINGS -> written;
      case LWW -> written.lastWriterWins();
    };
  }
}
