package io.atoll.node;

import io.atoll.peer.Peers;
import io.atoll.replication.CoordinatedStore;
import io.atoll.replication.LocalReplicas;

/**
 * A place to stand between the parts of a node while it is put together: experiments observe or
 * disturb them here. A node in service uses {@link #PLAIN}.
 */
public interface TestHooks {
  /** Everything as it is. */
  TestHooks PLAIN = new TestHooks() {};

  /** What the coordinators and the service of a loop use as the node's own replicas. */
  default LocalReplicas local(LocalReplicas real) {
    return real;
  }

  /** What clients and other nodes have their requests run by. */
  default CoordinatedStore coordinated(CoordinatedStore real) {
    return real;
  }

  /** What coordinators and the service of a loop use as the other nodes. */
  default Peers peers(Peers real) {
    return real;
  }
}
