package io.atoll.chaos;

import io.atoll.causal.CausalContext;
import io.atoll.causal.VersionVector;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.Tags;
import io.atoll.chaos.model.LevelRule;
import io.atoll.chaos.model.Placement;
import io.atoll.chaos.model.ReplicaCounts;
import io.atoll.chaos.watch.Health;
import io.atoll.chaos.workload.Operator;
import io.atoll.chaos.world.Stage;
import io.atoll.incarnation.RunHistory;
import io.atoll.replication.KeyValueStore;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.ConsistencyLevel.Named;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.sim.SimCluster;
import io.atoll.wire.FailureCode;
import io.atoll.wire.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a healed cluster must be able to do, all of it, after everything else was looked at: through
 * every node, in every keyspace, write and read at every level; make a keyspace, change it, use it
 * through every node, drop it, and then know it no more.
 *
 * <p>Where the disk of a node was harmed, what needs that node is left out: what it lost and cannot
 * tell it refuses to read, until another repair than that by reads exists.
 */
final class Exam {
  /** Several times what any request takes where nothing is wrong. */
  private static final int TIMEOUT_MS = 1_000;

  /**
   * Two rounds of votes, and as long as a change waits at most until every node has heard of it.
   */
  private static final int CHANGE_MS = 1_000 + 3_000;

  /** How late the timers of a node may be. */
  private static final long SLACK_MS = 100;

  private static final String MADE = "examined";

  private final SimCluster cluster;
  private final Health health;
  private final Operator operator;
  private final History history;
  private final Consumer<String> broken;
  private final List<Asked> asked = new ArrayList<>();

  /**
   * @param broken told of everything that does not work
   */
  Exam(Stage stage, Health health, Consumer<String> broken) {
    this.cluster = stage.cluster();
    this.health = health;
    this.operator = new Operator(stage);
    this.history = stage.history();
    this.broken = broken;
  }

  /**
   * @param failure what it must be refused with; null where it must succeed
   */
  private record Asked(String what, FailureCode failure, Future<?> answer) {}

  /** Holds it; virtual time passes. */
  void hold() {
    for (Keyspace keyspace : newest().keyspaces().values()) {
      everyLevel(keyspace, true);
    }
    answers(TIMEOUT_MS);
    for (Keyspace keyspace : newest().keyspaces().values()) {
      everyLevel(keyspace, false);
    }
    answers(TIMEOUT_MS);
    comeAndGo();
  }

  private void everyLevel(Keyspace keyspace, boolean write) {
    List<ConsistencyLevel> levels = new ArrayList<>(List.of(Named.values()));
    int replicas = ReplicaCounts.of(keyspace).total();
    levels.add(new ConsistencyLevel.Count(1 + replicas / 2));
    for (ConsistencyLevel level : levels) {
      for (Member member : cluster.members()) {
        ask(keyspace, level, member, write);
      }
    }
  }

  private void ask(Keyspace keyspace, ConsistencyLevel level, Member member, boolean write) {
    byte[] key = bytes("exam-" + level + "-" + member.nodeId());
    ReplicaCounts all = ReplicaCounts.of(keyspace);
    LevelRule rule = new LevelRule(level, member.dc(), all);
    if (!isSound(member) || rule.isPossible() && !rule.metBy(sound(keyspace, key))) {
      return;
    }
    ask(
        "%s of %s at %s through %s"
            .formatted(write ? "a write" : "a read", keyspace.name(), level, member.nodeId()),
        rule.isPossible() ? null : FailureCode.IMPOSSIBLE_LEVEL,
        member,
        write ? write(keyspace.name(), key, level) : read(keyspace.name(), key, level));
  }

  private static Function<KeyValueStore, Future<?>> write(
      String keyspace, byte[] key, ConsistencyLevel level) {
    WriteRequest request =
        new WriteRequest(
            keyspace, key, CausalContext.EMPTY, false, Tags.NONE, key, level, TIMEOUT_MS);
    return store -> store.write(request);
  }

  private static Function<KeyValueStore, Future<?>> read(
      String keyspace, byte[] key, ConsistencyLevel level) {
    ReadRequest request = new ReadRequest(keyspace, key, level, TIMEOUT_MS, VersionVector.EMPTY);
    return store -> store.get(request);
  }

  private boolean isSound(Member member) {
    long now = cluster.scheduler().nowNanos();
    return health.isSound(member.nodeId(), now - TIMEOUT_MS * 1_000_000L, now);
  }

  private ReplicaCounts sound(Keyspace keyspace, byte[] key) {
    Map<String, Integer> byDc = new HashMap<>();
    for (Member replica : Placement.replicas(newest(), keyspace, Tokens.of(keyspace.id(), key))) {
      if (isSound(replica)) {
        byDc.merge(replica.dc(), 1, Integer::sum);
      }
    }
    return ReplicaCounts.of(byDc);
  }

  private void ask(
      String what, FailureCode failure, Member member, Function<KeyValueStore, Future<?>> request) {
    int loop = asked.size() % 2;
    Promise<Object> answer = Promise.promise();
    cluster.onLoop(
        member.nodeId(),
        loop,
        node ->
            request.apply(node.backend(loop).store()).onComplete(answer::complete, answer::fail));
    asked.add(new Asked(what, failure, answer.future()));
  }

  /** Waits for all that was asked, and judges it. */
  private void answers(int timeoutMs) {
    cluster.runUntilAllEnd(asked.stream().map(Asked::answer).toList(), timeoutMs + SLACK_MS);
    asked.forEach(each -> judge(each, timeoutMs));
    asked.clear();
  }

  private void judge(Asked each, int timeoutMs) {
    Future<?> answer = each.answer;
    if (!answer.isComplete()) {
      broken.accept("when healed %s did not end in %d ms".formatted(each.what, timeoutMs));
      return;
    }
    FailureCode code = answer.cause() instanceof RequestFailure known ? known.code() : null;
    boolean right =
        answer.succeeded() ? each.failure == null : each.failure == code && code != null;
    if (!right) {
      broken.accept(
          "when healed %s %s"
              .formatted(
                  each.what,
                  answer.succeeded()
                      ? "succeeded and had to be refused as " + each.failure
                      : "failed: " + answer.cause().getMessage()));
    }
  }

  private void comeAndGo() {
    List<Member> members = cluster.members().stream().filter(each -> !abstains(each)).toList();
    if (members.isEmpty()) {
      return;
    }
    String first = members.getFirst().nodeId();
    change("making a keyspace", first, operator.create(first, keyspace(Named.QUORUM)));
    useMade(null);
    String other = members.get(members.size() / 2).nodeId();
    change("changing a keyspace", other, operator.change(other, keyspace(Named.ONE)));
    useMade(null);
    String last = members.getLast().nodeId();
    change("dropping a keyspace", last, operator.drop(last, MADE));
    useMade(FailureCode.UNKNOWN_KEYSPACE);
  }

  /**
   * Whether a node neither votes nor changes keyspaces, because somebody was told of a later run of
   * it: rightly for so long as that may be alive, where its disk was harmed, or where it started so
   * often that another may know a run which is older than all that its history keeps; nowhere else.
   */
  private boolean abstains(Member member) {
    String nodeId = member.nodeId();
    boolean abstains = cluster.node(nodeId).incarnations().runsElsewhere();
    boolean forgotRuns = cluster.starts(nodeId) > RunHistory.MAX;
    if (abstains && !history.isHarmedSince(nodeId, 0) && !forgotRuns) {
      broken.accept("when healed %s says that it runs elsewhere too".formatted(nodeId));
    }
    return abstains;
  }

  private Keyspace keyspace(ConsistencyLevel read) {
    TreeMap<String, Integer> replication = new TreeMap<>();
    cluster.members().forEach(member -> replication.put(member.dc(), 1));
    return new Keyspace(0, MADE, replication, ConflictPolicy.SIBLINGS, read, Named.QUORUM);
  }

  private void change(String what, String nodeId, Future<Topology> answer) {
    asked.add(new Asked(what + " through " + nodeId, null, answer));
    answers(CHANGE_MS);
  }

  /** Through every node, at the levels that the keyspace names. */
  private void useMade(FailureCode failure) {
    for (Member member : cluster.members()) {
      byte[] key = bytes("made");
      if (isSound(member)) {
        ask(
            "a write of " + MADE + " through " + member.nodeId(),
            failure,
            member,
            write(MADE, key, null));
        ask(
            "a read of " + MADE + " through " + member.nodeId(),
            failure,
            member,
            read(MADE, key, null));
      }
    }
    answers(TIMEOUT_MS);
  }

  private Topology newest() {
    long now = cluster.scheduler().nowNanos();
    return health.topologies(now, now).getLast();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
