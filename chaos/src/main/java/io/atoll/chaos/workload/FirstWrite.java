package io.atoll.chaos.workload;

import io.atoll.causal.CausalContext;
import io.atoll.chaos.history.Tags;
import io.atoll.chaos.model.Placement;
import io.atoll.chaos.world.Stage;
import io.atoll.node.Node;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.sim.SimCluster;
import io.atoll.wire.Tokens;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The write that comes to a node of a healed cluster as soon as it serves, for a key that it has a
 * replica of, at all replicas: the node does not know yet under which incarnation it may make it,
 * so the write waits, and then it is made.
 */
final class FirstWrite {
  private static final String KEYSPACE = "default";

  /** By when a node must serve that starts. */
  private static final long START_MS = 2_000;

  /** By when it must have made the write: 3 s for a new incarnation, where it cannot go on. */
  private static final int WRITE_MS = 5_000;

  private static final long STEP_MS = 5;

  /** Of so many keys every node has a replica of some. */
  private static final int MOST_KEYS = 200;

  private final SimCluster cluster;
  private final Set<String> harmed;
  private final Member started;

  /**
   * @param started who is about to serve
   */
  FirstWrite(Stage stage, Member started) {
    this.cluster = stage.cluster();
    this.harmed = stage.history().harmedSince(0);
    this.started = started;
  }

  /** Makes it, while virtual time passes. */
  void exam(Consumer<String> broken) {
    for (long waited = 0; waited < START_MS && node() == null; waited += STEP_MS) {
      cluster.runForMs(STEP_MS);
    }
    byte[] key = node() == null ? null : key(node().topology());
    if (key == null) {
      return;
    }
    Promise<WriteResult> answer = Promise.promise();
    WriteRequest write =
        new WriteRequest(
            KEYSPACE, key, CausalContext.EMPTY, false, Tags.NONE, key, Named.ALL, WRITE_MS);
    cluster.onLoop(
        started.nodeId(), 0, node -> node.backend(0).store().write(write).onComplete(answer));
    for (long waited = 0; waited <= WRITE_MS && !answer.future().isComplete(); waited += STEP_MS) {
      cluster.runForMs(STEP_MS);
    }
    if (!answer.future().succeeded()) {
      broken.accept(
          "when healed the first write through %s after its start %s"
              .formatted(
                  started.nodeId(),
                  answer.future().isComplete()
                      ? "failed: " + answer.future().cause().getMessage()
                      : "did not end in %d ms".formatted(WRITE_MS)));
    }
  }

  private Node node() {
    return cluster.node(started.nodeId());
  }

  /** One whose replicas all have what was on their disks; null for none. */
  private byte[] key(Topology topology) {
    Keyspace keyspace = topology.keyspaces().get(KEYSPACE);
    for (int i = 0; i < MOST_KEYS && keyspace != null; i++) {
      byte[] key = ("first-" + i).getBytes(StandardCharsets.UTF_8);
      List<Member> replicas = Placement.replicas(topology, keyspace, Tokens.of(keyspace.id(), key));
      if (replicas.contains(started)
          && replicas.stream().noneMatch(each -> harmed.contains(each.nodeId()))) {
        return key;
      }
    }
    return null;
  }
}
