package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.causal.VersionVector;
import io.atoll.env.DurableFile;
import io.atoll.incarnation.DirectoryRuns;
import io.atoll.incarnation.IncarnationSettings;
import io.atoll.node.Node;
import io.atoll.node.TestHooks;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Topology;
import io.atoll.storage.StorageKey;
import io.atoll.wire.Tokens;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A data directory that went back in time, in whatever way: what is written afterwards has names of
 * its own, so that all replicas end with the same.
 */
class DirectoryGoneBackTest {
  private static final String VICTIM = "dc1-1";
  private static final int TIMEOUT_MS = 2_000;
  private static final byte[] KEY = bytes("k");

  private final List<String> log = new ArrayList<>();
  private SimCluster cluster;

  /** What is done to the directory of a stopped node, of which there is an image from before. */
  enum Harm {
    FILES_PUT_BACK {
      @Override
      void to(SimDisk disk, SimDisk image) {
        disk.putBack(image, true);
      }
    },
    DEVICE_PUT_BACK {
      @Override
      void to(SimDisk disk, SimDisk image) {
        disk.putBack(image, false);
      }
    },
    EMPTIED {
      @Override
      void to(SimDisk disk, SimDisk image) {
        disk.empty();
      }
    };

    abstract void to(SimDisk disk, SimDisk image);
  }

  private void begin(int nodes) {
    cluster = new SimCluster(5, 1, nodes, log::add, (nodeId, hooks) -> TestHooks.PLAIN);
    cluster.startAll();
    cluster.runForMs(5_000);
  }

  private void restart(Runnable meanwhile) {
    cluster.stop(VICTIM);
    cluster.runForMs(5_000);
    assertThat(cluster.isRunning(VICTIM)).isFalse();
    meanwhile.run();
    cluster.start(VICTIM);
    cluster.runForMs(5_000);
    assertThat(cluster.refusal(VICTIM)).isNull();
  }

  private Future<WriteResult> write(String nodeId, String value, ConsistencyLevel level) {
    List<Future<WriteResult>> answers = new ArrayList<>();
    cluster.onLoop(
        nodeId,
        0,
        node ->
            answers.add(
                node.backend(0)
                    .store()
                    .write(
                        new WriteRequest(
                            "default",
                            KEY,
                            CausalContext.EMPTY,
                            false,
                            "",
                            bytes(value),
                            level,
                            TIMEOUT_MS))));
    cluster.runForMs(TIMEOUT_MS * 2L);
    return answers.getFirst();
  }

  private void writeEverywhere(String value) {
    Future<WriteResult> answer = write(VICTIM, value, Named.ALL);
    assertThat(answer.succeeded()).as("%s", answer.cause()).isTrue();
  }

  /** What each replica holds by itself. */
  private List<Siblings> replicas() {
    List<Siblings> states = new ArrayList<>();
    for (var member : cluster.members()) {
      List<Future<byte[]>> reads = new ArrayList<>();
      Node node = cluster.node(member.nodeId());
      Keyspace keyspace = node.topology().keyspaces().get("default");
      long token = Tokens.of(keyspace.id(), KEY);
      int shard = node.storage().shardOf(node.topology().partitionOf(token));
      node.storage()
          .loopOf(shard)
          .execute(
              () ->
                  reads.add(
                      node.storage().shard(shard).get(new StorageKey(keyspace.id(), token, KEY))));
      cluster.runForMs(1_000);
      states.add(Siblings.decode(reads.getFirst().result()));
    }
    return states;
  }

  private static List<String> values(Siblings state) {
    return state.live().stream()
        .map(version -> new String(version.value(), StandardCharsets.UTF_8))
        .sorted()
        .toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private boolean said(String what) {
    return log.stream().anyMatch(line -> line.contains(what));
  }

  @ParameterizedTest
  @EnumSource(Harm.class)
  void whatIsWrittenAfterwardsIsTheSameOnAllReplicas(Harm harm) {
    begin(3);
    SimDisk[] image = new SimDisk[1];
    restart(() -> image[0] = cluster.disk(VICTIM).image());
    writeEverywhere("A");
    restart(() -> harm.to(cluster.disk(VICTIM), image[0]));
    writeEverywhere("B");
    // Whoever reads repairs: the copy that went back gets what it lacks.
    cluster.onLoop(
        "dc1-2",
        0,
        node ->
            node.backend(0)
                .store()
                .get(new ReadRequest("default", KEY, Named.ALL, TIMEOUT_MS, VersionVector.EMPTY)));
    cluster.runForMs(10_000);
    List<Siblings> states = replicas();
    assertThat(states).allMatch(state -> state.equals(states.getFirst()));
    assertThat(values(states.getFirst())).containsExactly("A", "B");
    assertThat(said("takes the new incarnation")).isTrue();
    assertThat(cluster.node(VICTIM).incarnations().renewals()).isEqualTo(1);
    assertThat(said("has forgotten how it voted")).isTrue();
    theVictimVotes();
    assertThat(cluster.defects()).isEmpty();
  }

  /** With one of the others down, nothing is decided without its vote. */
  private void theVictimVotes() {
    create("first");
    create("second");
    cluster.stop("dc1-3");
    cluster.runForMs(5_000);
    create("third");
  }

  private void create(String keyspace) {
    List<Future<Topology>> answers = new ArrayList<>();
    cluster.onLoop(
        VICTIM,
        0,
        node ->
            answers.add(
                node.backend(0)
                    .createKeyspace(
                        new Keyspace(
                            0,
                            keyspace,
                            new TreeMap<>(Map.of("dc1", 2)),
                            ConflictPolicy.SIBLINGS,
                            Named.ONE,
                            Named.QUORUM))));
    cluster.runForMs(15_000);
    assertThat(answers.getFirst().succeeded()).as("%s", answers.getFirst().cause()).isTrue();
  }

  /**
   * Makes the node one whose directory went back and of whose last run only {@code dc1-4} was told,
   * which is heard again when a majority has recorded the next.
   */
  private void runThatAMinorityKnows() {
    begin(4);
    SimDisk[] image = new SimDisk[1];
    restart(
        () -> {
          image[0] = cluster.disk(VICTIM).image();
          cut("dc1-2");
          cut("dc1-3");
        });
    restart(
        () -> {
          cluster.disk(VICTIM).putBack(image[0], false);
          cluster.network().heal();
          cut("dc1-4");
        });
    assertThat(cluster.node(VICTIM).incarnations().isNewest()).isTrue();
    cluster.network().heal();
    cluster.runForMs(60_000);
    assertThat(cluster.node(VICTIM).incarnations().runsElsewhere()).isTrue();
    assertThat(said("this node runs elsewhere too: dc1-4 was told of its run")).isTrue();
  }

  private void cut(String other) {
    cluster.network().cut(VICTIM, other);
    cluster.network().cut(other, VICTIM);
  }

  @Test
  void aLaterRunThatWasItsOwnPastKeepsNoNodeFromVotingForEver() {
    runThatAMinorityKnows();
    cluster.runForMs(IncarnationSettings.DEFAULT.silenceMs());
    assertThat(said("this node runs nowhere else")).isTrue();
    assertThat(said("has forgotten how it voted")).isTrue();
    assertThat(cluster.node(VICTIM).incarnations().runsElsewhere()).isFalse();
    assertThat(cluster.node(VICTIM).incarnations().renewals()).isEqualTo(1);
    cluster.stop("dc1-4");
    theVictimVotes();
    assertThat(cluster.defects()).isEmpty();
  }

  @Test
  void whoWasToldOfALaterRunHasForgottenItsVotesAfterARestartToo() throws IOException {
    runThatAMinorityKnows();
    assertThat(forgotVotes()).isTrue();
    restart(() -> {});
    assertThat(cluster.node(VICTIM).incarnations().runsElsewhere()).isFalse();
    assertThat(forgotVotes()).isTrue();
    theVictimVotes();
    assertThat(forgotVotes()).as("it has learnt from others what it may have voted").isFalse();
  }

  private boolean forgotVotes() throws IOException {
    DurableFile runs = new DurableFile(cluster.disk(VICTIM), "runs", 0x4154524e, 1);
    return DirectoryRuns.decode(runs.read().orElseThrow()).forgotVotes();
  }

  @Test
  void aCleanRestartGoesOnAsTheSameIncarnation() {
    begin(3);
    int before = cluster.node(VICTIM).incarnation().generation();
    restart(() -> {});
    assertThat(cluster.node(VICTIM).incarnation().generation()).isEqualTo(before).isEqualTo(1);
    assertThat(cluster.node(VICTIM).incarnations().isNewest()).isTrue();
    assertThat(said("takes the new incarnation")).isFalse();
  }

  @Test
  void aColdStartOfAllGoesOnAsTheSameIncarnations() {
    begin(3);
    cluster.members().forEach(member -> cluster.stop(member.nodeId()));
    cluster.runForMs(5_000);
    cluster.members().forEach(member -> cluster.start(member.nodeId()));
    cluster.runForMs(2);
    writeEverywhere("at once");
    for (var member : cluster.members()) {
      assertThat(cluster.node(member.nodeId()).incarnation().generation()).isEqualTo(1);
    }
  }

  @Test
  void aNodeThatCanAskNobodyTakesANewIncarnationWhenSomebodyWrites() {
    begin(3);
    restart(
        () ->
            List.of("dc1-2", "dc1-3")
                .forEach(
                    other -> {
                      cluster.network().cut(VICTIM, other);
                      cluster.network().cut(other, VICTIM);
                    }));
    cluster.runForMs(60_000);
    assertThat(cluster.node(VICTIM).incarnation().generation()).isZero();
    Future<WriteResult> answer = write(VICTIM, "alone", Named.ONE);
    assertThat(answer.succeeded()).as("%s", answer.cause()).isTrue();
    assertThat(cluster.node(VICTIM).incarnation().generation()).isGreaterThan(1 << 20);
    cluster.network().heal();
    cluster.runForMs(60_000);
    assertThat(cluster.node(VICTIM).incarnations().isNewest()).isTrue();
  }

  @Test
  void aWholeClusterThatWentBackIsRenewedByItsAnchors() {
    begin(3);
    List<String> ids = cluster.members().stream().map(member -> member.nodeId()).toList();
    ids.forEach(cluster::stop);
    cluster.runForMs(5_000);
    List<SimDisk> images = ids.stream().map(id -> cluster.disk(id).image()).toList();
    ids.forEach(cluster::start);
    cluster.runForMs(5_000);
    writeEverywhere("A");
    ids.forEach(cluster::stop);
    cluster.runForMs(5_000);
    for (int i = 0; i < ids.size(); i++) {
      cluster.disk(ids.get(i)).putBack(images.get(i), true);
    }
    ids.forEach(cluster::start);
    cluster.runForMs(5_000);
    for (String id : ids) {
      assertThat(cluster.node(id).incarnation().generation()).isGreaterThan(1 << 20);
    }
    writeEverywhere("B");
    assertThat(values(replicas().getFirst())).containsExactly("B");
  }

  @ParameterizedTest
  @EnumSource(Harm.class)
  void aSingleNodeNoticesByItself(Harm harm) {
    begin(1);
    int first = cluster.node(VICTIM).incarnation().generation();
    SimDisk[] image = new SimDisk[1];
    restart(() -> image[0] = cluster.disk(VICTIM).image());
    assertThat(cluster.node(VICTIM).incarnation().generation()).isEqualTo(first);
    restart(() -> harm.to(cluster.disk(VICTIM), image[0]));
    int after = cluster.node(VICTIM).incarnation().generation();
    if (harm == Harm.DEVICE_PUT_BACK) {
      assertThat(after).as("nothing tells, and nobody can be asked").isEqualTo(first);
    } else {
      assertThat(after).isNotEqualTo(first);
    }
  }
}
