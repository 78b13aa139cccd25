package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.causal.CausalContext;
import io.atoll.causal.VersionVector;
import io.atoll.node.Node;
import io.atoll.node.TestHooks;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.ReadResult;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.wire.Tokens;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * A node that has not heard that a keyspace was dropped and made again still takes contexts of the
 * old one for good, and passes writes on to replicas of the new one.
 */
class KeyspaceMadeAgainTest {
  private static final byte[] KEY = bytes("k");
  private static final int TIMEOUT_MS = 2_000;

  private final SimCluster cluster =
      new SimCluster(11, 1, 3, line -> {}, (nodeId, hooks) -> TestHooks.PLAIN);

  @Test
  void aContextOfTheOldOneRemovesNothingThroughANodeThatIsBehind() {
    RequestFailure refused = (RequestFailure) lateWrite(true).cause();
    assertThat(refused)
        .isInstanceOf(RequestFailure.UnknownKeyspace.class)
        .hasMessageContaining("was dropped and made again");
    assertThat(values()).containsExactly("theirs");
    assertThat(cluster.defects()).isEmpty();
  }

  /** The same without the id of the keyspace, to see that the schedule is the one that is meant. */
  @Test
  void aWriteThatDoesNotSayWhichKeyspaceItMeansWouldHaveRemovedIt() {
    assertThat(lateWrite(false).succeeded()).isTrue();
    assertThat(values()).containsExactly("mine");
  }

  /** What becomes of a write with an old context through the node that is behind. */
  private Future<WriteResult> lateWrite(boolean saysWhich) {
    cluster.startAll();
    cluster.runForMs(5_000);
    String first = cluster.members().getFirst().nodeId();
    Keyspace old = created(first);
    String late = nodeWithoutReplicaOf(old);
    String other =
        cluster.members().stream()
            .map(Member::nodeId)
            .filter(id -> !id.equals(late))
            .findFirst()
            .orElseThrow();
    CausalContext context =
        on(other, node -> write(node, WriteRequest.ANY_KEYSPACE, CausalContext.EMPTY, "old"))
            .result()
            .context();

    cutOff(late);
    ask(other, node -> node.backend(0).dropKeyspace("thin"));
    cluster.runForMs(300);
    ask(other, node -> node.backend(0).createKeyspace(thin()));
    cluster.runForMs(300);
    Keyspace now = cluster.node(other).topology().keyspaces().get("thin");
    assertThat(now.id()).isNotEqualTo(old.id());
    Future<WriteResult> theirs =
        ask(other, node -> write(node, now.id(), CausalContext.EMPTY, "theirs"));
    cluster.runForMs(100);
    assertThat(theirs.succeeded()).isTrue();

    assertThat(cluster.node(late).topology().keyspaces().get("thin")).isEqualTo(old);
    cluster.network().heal();
    int named = saysWhich ? old.id() : WriteRequest.ANY_KEYSPACE;
    return on(late, node -> write(node, named, context, "mine"));
  }

  private void cutOff(String nodeId) {
    for (Member member : cluster.members()) {
      if (!member.nodeId().equals(nodeId)) {
        cluster.network().cut(nodeId, member.nodeId());
        cluster.network().cut(member.nodeId(), nodeId);
      }
    }
  }

  private Keyspace created(String nodeId) {
    return on(nodeId, node -> node.backend(0).createKeyspace(thin()))
        .result()
        .keyspaces()
        .get("thin");
  }

  private static Keyspace thin() {
    return new Keyspace(
        0, "thin", new TreeMap<>(Map.of("dc1", 1)), ConflictPolicy.SIBLINGS, Named.ONE, Named.ONE);
  }

  /** One that passes on what is written, to either keyspace. */
  private String nodeWithoutReplicaOf(Keyspace old) {
    Topology topology = cluster.node("dc1-1").topology();
    List<Member> owners = new ArrayList<>();
    for (int id = old.id(); id <= old.id() + 1; id++) {
      owners.addAll(topology.preferenceList(old, Tokens.of(id, KEY)).replicas());
    }
    return cluster.members().stream()
        .map(Member::nodeId)
        .filter(id -> owners.stream().noneMatch(owner -> owner.nodeId().equals(id)))
        .findFirst()
        .orElseThrow();
  }

  private static Future<WriteResult> write(
      Node node, int keyspaceId, CausalContext context, String value) {
    return node.backend(0)
        .store()
        .write(
            new WriteRequest(
                "thin", keyspaceId, KEY, context, false, "", bytes(value), null, TIMEOUT_MS));
  }

  private List<String> values() {
    ReadResult read =
        on(
                "dc1-1",
                node ->
                    node.backend(0)
                        .store()
                        .get(new ReadRequest("thin", KEY, null, TIMEOUT_MS, VersionVector.EMPTY)))
            .result();
    return read.siblings().live().stream()
        .map(version -> new String(version.value(), StandardCharsets.UTF_8))
        .toList();
  }

  private <T> Future<T> on(String nodeId, Function<Node, Future<T>> call) {
    Future<T> answer = ask(nodeId, call);
    cluster.runForMs(3L * TIMEOUT_MS);
    assertThat(answer.isComplete()).isTrue();
    return answer;
  }

  private <T> Future<T> ask(String nodeId, Function<Node, Future<T>> call) {
    List<Future<T>> answers = new ArrayList<>();
    cluster.onLoop(nodeId, 0, node -> answers.add(call.apply(node)));
    cluster.runForMs(1);
    assertThat(answers).hasSize(1);
    return answers.getFirst();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
