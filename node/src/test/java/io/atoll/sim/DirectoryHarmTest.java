package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Dot;
import io.atoll.causal.Siblings;
import io.atoll.causal.Version;
import io.atoll.causal.VersionVector;
import io.atoll.node.Node;
import io.atoll.node.TestHooks;
import io.atoll.replication.LocalReplicas;
import io.atoll.replication.Merged;
import io.atoll.replication.Raise;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.ReadResult;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Nodes that stop and die, whose directories are put back and emptied at random while clients
 * write: no event is named twice, and in the end all nodes answer the same.
 */
class DirectoryHarmTest {
  private static final int SEEDS = 25;
  private static final int STEPS = 30;
  private static final int KEYS = 3;
  private static final int TIMEOUT_MS = 2_000;

  /** One world. */
  private static final class World {
    private final SplittableRandom random;
    private final SimCluster cluster;
    private final List<String> ids;
    private final Map<String, SimDisk> images = new HashMap<>();
    private final Map<String, String> made = new HashMap<>();
    private final List<String> twice = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private int writes;

    World(long seed) {
      random = new SplittableRandom(seed);
      cluster = new SimCluster(seed, 1, 3, log::add, (nodeId, hooks) -> new Noting());
      ids = cluster.members().stream().map(Member::nodeId).toList();
    }

    List<String> run() {
      cluster.startAll();
      cluster.runForMs(1_000);
      for (int step = 0; step < STEPS; step++) {
        String id = ids.get(random.nextInt(ids.size()));
        switch (random.nextInt(8)) {
          case 0 -> images.put(id, cluster.disk(id).image());
          case 1, 2 -> down(id);
          case 3, 4 -> cluster.start(id);
          default -> write(id);
        }
        cluster.runForMs(random.nextInt(2_500));
      }
      ids.forEach(cluster::start);
      cluster.runForMs(20_000);
      return twice;
    }

    /** At most one at a time is harmed: two at once may have nobody left who remembers. */
    private void down(String id) {
      if (ids.stream().anyMatch(other -> !other.equals(id) && !cluster.isRunning(other))) {
        return;
      }
      if (random.nextBoolean()) {
        cluster.stop(id);
        cluster.runForMs(3_000);
      } else {
        cluster.crash(id, random.nextBoolean());
      }
      if (cluster.isRunning(id)) {
        return;
      }
      switch (random.nextInt(4)) {
        case 0 -> cluster.disk(id).empty();
        case 1, 2 -> {
          if (images.containsKey(id)) {
            cluster.disk(id).putBack(images.get(id), random.nextBoolean());
          }
        }
        default -> {}
      }
    }

    private void write(String id) {
      byte[] key = {(byte) random.nextInt(KEYS)};
      ConsistencyLevel level = random.nextBoolean() ? Named.ONE : Named.QUORUM;
      String value = "value " + writes++;
      cluster.onLoop(
          id,
          0,
          node ->
              node.backend(0)
                  .store()
                  .write(
                      new WriteRequest(
                          "default",
                          key,
                          CausalContext.EMPTY,
                          false,
                          "",
                          value.getBytes(StandardCharsets.UTF_8),
                          level,
                          TIMEOUT_MS)));
    }

    private Siblings read(String id, int key) {
      List<Future<ReadResult>> answers = new ArrayList<>();
      cluster.onLoop(
          id,
          0,
          node ->
              answers.add(
                  node.backend(0)
                      .store()
                      .get(
                          new ReadRequest(
                              "default",
                              new byte[] {(byte) key},
                              Named.ALL,
                              TIMEOUT_MS,
                              VersionVector.EMPTY))));
      cluster.runForMs(TIMEOUT_MS * 2L);
      assertThat(answers.getFirst().succeeded()).as("%s", answers.getFirst().cause()).isTrue();
      return answers.getFirst().result().siblings();
    }

    private void check() {
      for (int key = 0; key < KEYS; key++) {
        Siblings first = read(ids.getFirst(), key);
        for (String id : ids) {
          assertThat(read(id, key)).as("key %d at %s", key, id).isEqualTo(first);
        }
      }
      assertThat(cluster.defects()).isEmpty();
    }

    /** Notes the dot of every write that a node makes. */
    private final class Noting implements TestHooks {
      @Override
      public LocalReplicas local(LocalReplicas real) {
        return new NotingReplicas(real);
      }
    }

    private final class NotingReplicas implements LocalReplicas {
      private final LocalReplicas real;

      NotingReplicas(LocalReplicas real) {
        this.real = real;
      }

      @Override
      public Future<Siblings> read(Keyspace keyspace, long token, byte[] key) {
        return real.read(keyspace, token, key);
      }

      @Override
      public Future<byte[]> readEncoded(Keyspace keyspace, long token, byte[] key) {
        return real.readEncoded(keyspace, token, key);
      }

      @Override
      public Future<Merged> merge(Keyspace keyspace, long token, byte[] key, Siblings theirs) {
        return real.merge(keyspace, token, key, theirs);
      }

      @Override
      public void rewrite(
          Keyspace keyspace, long token, WriteRequest write, Raise raise, WriteListener listener) {
        real.rewrite(keyspace, token, write, raise, listener);
      }

      @Override
      public void write(Keyspace keyspace, long token, WriteRequest write, WriteListener listener) {
        String value = new String(write.value(), StandardCharsets.UTF_8);
        real.write(
            keyspace,
            token,
            write,
            new WriteListener() {
              @Override
              public void made(Siblings state, CausalContext clientContext) {
                note(write.key()[0], value, state);
                listener.made(state, clientContext);
              }

              @Override
              public void durable() {
                listener.durable();
              }

              @Override
              public void failed(RequestFailure failure) {
                listener.failed(failure);
              }
            });
      }
    }

    private void note(int key, String value, Siblings state) {
      for (Version version : state.live()) {
        if (new String(version.value(), StandardCharsets.UTF_8).equals(value)) {
          Dot dot = version.dot();
          String other = made.put(key + " " + dot, value);
          if (other != null) {
            twice.add("%s of key %d names '%s' and '%s'".formatted(dot, key, other, value));
          }
        }
      }
    }
  }

  @Test
  void noEventIsNamedTwiceAndAllNodesAnswerTheSame() {
    int renewals = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      World world = new World(seed);
      assertThat(world.run()).as("seed %d", seed).isEmpty();
      world.check();
      for (String id : world.ids) {
        Node node = world.cluster.node(id);
        assertThat(node).as("seed %d: %s: %s", seed, id, world.cluster.refusal(id)).isNotNull();
      }
      renewals += (int) world.log.stream().filter(line -> line.contains("new incarnation")).count();
    }
    assertThat(renewals).as("renewals in all runs").isGreaterThan(SEEDS / 2);
  }
}
