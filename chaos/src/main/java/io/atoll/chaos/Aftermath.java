package io.atoll.chaos;

import io.atoll.causal.VersionVector;
import io.atoll.chaos.checker.Evidence;
import io.atoll.chaos.checker.Settlement;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.Question;
import io.atoll.chaos.model.Partners;
import io.atoll.chaos.watch.Watch;
import io.atoll.chaos.world.Stage;
import io.atoll.chaos.world.World;
import io.atoll.node.Node;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.ReadResult;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.sim.SimCluster;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a run does with a healed cluster: lets its replicas come together, and collects evidence.
 * Where reading is the only repair there is, every key is read once at all replicas; otherwise
 * nobody reads, since that would do the work of the repairs that are to be judged. Where replicas
 * are compared, it waits until all say that they are in step, or for as long as that may take.
 */
final class Aftermath {
  private static final int READ_TIMEOUT_MS = 1_000;

  /**
   * How long replicas have to come together: ten times what it takes them by reads, which is a
   * round trip to the farthest replica for the read and one for what it found, 185 ms.
   */
  private static final long SETTLE_MS = 2_000;

  /** How often it is looked whether replicas are in step. */
  private static final long LOOK_MS = 100;

  private final SimCluster cluster;
  private final History history;
  private final Watch watch;
  private final Settlement settlement;
  private final Consumer<String> broken;
  private final Set<Evidence.Place> places = new LinkedHashSet<>();

  /**
   * @param stage whose history names the keys that are looked at
   * @param watch which looks at all that is stored
   * @param broken told of what should not be
   */
  Aftermath(Stage stage, Watch watch, Consumer<String> broken) {
    this.cluster = stage.cluster();
    this.history = stage.history();
    this.watch = watch;
    World world = stage.world();
    this.settlement = new Settlement(world.repairs(), Math.max(SETTLE_MS, world.inStepMs()));
    this.broken = broken;
    history.writes().forEach(write -> add(write.question()));
    history.reads().forEach(read -> add(read.question()));
  }

  private void add(Question question) {
    places.add(new Evidence.Place(question.keyspace(), question.key()));
  }

  /** Lets the replicas come together. */
  void settle() {
    Map<Evidence.Place, Future<ReadResult>> reads =
        settlement.byReads() ? readEveryKey() : Map.of();
    cluster.runForMs(SETTLE_MS);
    if (settlement.repairs().antiEntropy()) {
      comeInStep(settlement.forMs() - SETTLE_MS);
    }
    watch.comparisons().end();
    reads.forEach(
        (place, read) -> {
          if (!read.succeeded()) {
            broken.accept(
                "the read of %s at all replicas %s"
                    .formatted(
                        place,
                        read.failed() ? "failed: " + read.cause().getMessage() : "did not end"));
          }
        });
  }

  private void comeInStep(long patienceMs) {
    Set<Partners> all = Partners.of(newestTopology());
    for (long waited = 0;
        waited < patienceMs && !watch.comparisons().areInStep(all);
        waited += LOOK_MS) {
      cluster.runForMs(LOOK_MS);
    }
  }

  /** Each through another node. */
  private Map<Evidence.Place, Future<ReadResult>> readEveryKey() {
    Map<Evidence.Place, Future<ReadResult>> reads = new LinkedHashMap<>();
    Topology topology = newestTopology();
    List<Member> members = cluster.members();
    for (Evidence.Place place : places) {
      if (topology.keyspaces().containsKey(place.keyspace())) {
        ReadRequest request =
            new ReadRequest(
                place.keyspace(),
                place.key().getBytes(StandardCharsets.UTF_8),
                Named.ALL,
                READ_TIMEOUT_MS,
                VersionVector.EMPTY);
        String reader = members.get(reads.size() % members.size()).nodeId();
        Promise<ReadResult> read = Promise.promise();
        cluster.onLoop(reader, 0, node -> node.backend(0).store().get(request).onComplete(read));
        reads.put(place, read.future());
      }
    }
    return reads;
  }

  /** What checkers judge. */
  Evidence evidence() {
    Topology newest = newestTopology();
    watch.lookAtEverything(broken);
    return new Evidence(
        history,
        cluster,
        newest,
        new StoredStates(cluster, newest, broken).of(places),
        settlement,
        watch);
  }

  private Topology newestTopology() {
    Topology newest = null;
    for (Member member : cluster.members()) {
      Node node = cluster.node(member.nodeId());
      if (node != null && (newest == null || node.topology().epoch() > newest.epoch())) {
        newest = node.topology();
      }
    }
    if (newest == null) {
      throw new IllegalStateException("no node came back");
    }
    return newest;
  }
}
