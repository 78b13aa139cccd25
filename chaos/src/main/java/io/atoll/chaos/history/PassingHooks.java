package io.atoll.chaos.history;

import io.atoll.node.TestHooks;
import io.atoll.peer.Peers;
import io.atoll.replication.CoordinatedStore;
import io.atoll.replication.LocalReplicas;

/** What stands between the parts of a node in addition to others, and passes everything on. */
public class PassingHooks implements TestHooks {
  private final TestHooks inner;

  public PassingHooks(TestHooks inner) {
    this.inner = inner;
  }

  @Override
  public LocalReplicas local(LocalReplicas real) {
    return inner.local(real);
  }

  @Override
  public CoordinatedStore coordinated(CoordinatedStore real) {
    return inner.coordinated(real);
  }

  @Override
  public Peers peers(Peers real) {
    return inner.peers(real);
  }
}
