package io.atoll.service;

import io.atoll.env.Loop;
import io.atoll.env.Timers;
import io.atoll.replication.RequestFailure;
import io.atoll.ring.Keyspace;
import io.atoll.ring.KeyspaceExistsException;
import io.atoll.ring.Topology;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.UnaryOperator;

/**
 * Changes of keyspaces: decided by the topology's voters, and answered when every live node has
 * heard of them, or after {@value #DISSEMINATION_MS} ms. Lives on loop 0.
 */
public final class KeyspaceAdmin {
  private static final long DISSEMINATION_MS = 3_000;
  private static final long LOOK_MS = 20;
  private static final long DEADLINE_MS = 25_000;

  private final Loop loop;
  private final TopologyService topology;
  private final GossipService gossip;

  /**
   * @param loop loop 0
   */
  public KeyspaceAdmin(Loop loop, TopologyService topology, GossipService gossip) {
    this.loop = loop;
    this.topology = topology;
    this.gossip = gossip;
  }

  /**
   * Adds a keyspace; answers the new topology. Fails with a {@link KeyspaceExistsException} when
   * there is one of that name.
   */
  public Future<Topology> create(Keyspace keyspace) {
    return decide(now -> now.withKeyspace(keyspace));
  }

  /**
   * Policy and levels can change; replication cannot until replicas can be streamed to where they
   * are new.
   *
   * @param change of the keyspace as it is when that is decided, so that two who change different
   *     things do not undo each other's change
   */
  public Future<Topology> change(String name, UnaryOperator<Keyspace> change) {
    return decide(
        now -> {
          Keyspace before = now.keyspaces().get(name);
          if (before == null) {
            throw new IllegalArgumentException("there is no keyspace '%s'".formatted(name));
          }
          Keyspace after = change.apply(before);
          if (!before.replication().equals(after.replication())) {
            throw new IllegalArgumentException(
                "replication: keyspace '%s' has %s and cannot be given %s: new replicas would hold none of its data, and reads could miss acknowledged writes; create another keyspace"
                    .formatted(name, before.replication(), after.replication()));
          }
          return now.withChangedKeyspace(after);
        });
  }

  /** Removes a keyspace and all its data. */
  public Future<Topology> drop(String name) {
    return decide(now -> now.withoutKeyspace(name));
  }

  private Future<Topology> decide(UnaryOperator<Topology> change) {
    Promise<Topology> answer = Promise.promise();
    Timers.Timer deadline = loop.after(DEADLINE_MS, () -> answer.tryFail(overdue()));
    topology
        .change(change)
        .compose(decided -> whenDisseminated(decided, DISSEMINATION_MS / LOOK_MS))
        .onComplete(
            end -> {
              deadline.cancel();
              if (end.succeeded()) {
                answer.tryComplete(end.result());
              } else {
                answer.tryFail(end.cause());
              }
            });
    return answer.future();
  }

  private RequestFailure overdue() {
    return topology.inDoubt(
        "the change of the topology was not decided within %d ms".formatted(DEADLINE_MS));
  }

  private Future<Topology> whenDisseminated(Topology decided, long looksLeft) {
    if (looksLeft == 0 || gossip.everyoneHas(decided.epoch())) {
      return Future.succeededFuture(decided);
    }
    Promise<Void> pause = Promise.promise();
    loop.after(LOOK_MS, pause::complete);
    return pause.future().compose(looked -> whenDisseminated(decided, looksLeft - 1));
  }
}
