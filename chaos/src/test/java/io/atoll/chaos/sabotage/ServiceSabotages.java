package io.atoll.chaos.sabotage;

import static io.atoll.chaos.sabotage.Promised.ACKNOWLEDGED_IS_DURABLE;
import static io.atoll.chaos.sabotage.Promised.ACKNOWLEDGED_LIVES;
import static io.atoll.chaos.sabotage.Promised.DROPPED_DATA_IS_GONE;
import static io.atoll.chaos.sabotage.Promised.EVENTS_ARE_UNIQUE;
import static io.atoll.chaos.sabotage.Promised.EVERYTHING_IS_BOUNDED;
import static io.atoll.chaos.sabotage.Promised.IT_WORKS;
import static io.atoll.chaos.sabotage.Promised.MEMBERS_ARE_SEEN;
import static io.atoll.chaos.sabotage.Promised.NO_EFFECT_IS_NO_EFFECT;
import static io.atoll.chaos.sabotage.Promised.REQUESTS_END;
import static io.atoll.chaos.sabotage.Promised.TOPOLOGY_IS_ONE;

import java.util.List;

/** What joins the parts of a node. */
final class ServiceSabotages {
  private static final String SERVICE = "node/src/main/java/io/atoll/service/";
  private static final String SHARD = SERVICE + "ReplicaShard.java";
  private static final String REPLICAS = SERVICE + "ShardReplicas.java";
  private static final String ADOPTION = SERVICE + "Adoption.java";
  private static final String DROPPED = SERVICE + "DroppedKeyspaces.java";
  private static final String ADMIN = SERVICE + "KeyspaceAdmin.java";
  private static final String TOPOLOGY = SERVICE + "TopologyService.java";
  private static final String PUBLISHED = SERVICE + "PublishedTopology.java";
  private static final String PRESENCE = SERVICE + "PresenceService.java";
  private static final String LIVENESS = SERVICE + "LivenessView.java";
  private static final String WAITING = SERVICE + "WaitingWrites.java";

  static final List<Sabotage> ALL =
      List.of(
          new Sabotage(
              "a-merge-returns-without-the-disk",
              ACKNOWLEDGED_IS_DURABLE,
              SHARD,
              "return shard .update(key, event::apply) .map(durable -> event.outcome)"
                  + " .recover(cause -> Future.failedFuture(refusal(cause)));",
              "Future<Void> durable = shard.update(key, event::apply).mapEmpty(); return"
                  + " durable.failed() ? Future.failedFuture(refusal(durable.cause())) :"
                  + " Future.succeededFuture(event.outcome);"),
          new Sabotage(
              "a-merge-into-something-that-is-held-is-dropped",
              ACKNOWLEDGED_LIVES,
              SHARD,
              "return merged.equals(mine) ? current : merged.encode();",
              "return merged.versions().size() >= mine.versions().size() ? current :"
                  + " merged.encode();"),
          new Sabotage(
              "a-merge-overwrites-what-is-held",
              ACKNOWLEDGED_LIVES,
              SHARD,
              "Siblings merged = sound(Conflicts.merge(keyspace.conflicts(), mine, theirs));",
              "Siblings merged = sound(theirs);"),
          new Sabotage(
              "events-are-made-again-after-a-failure-of-the-log",
              EVENTS_ARE_UNIQUE,
              SHARD,
              "if (event.made) { nextIncarnation(); }",
              ""),
          new Sabotage(
              "a-write-is-durable-when-it-is-made",
              ACKNOWLEDGED_IS_DURABLE,
              SHARD,
              "made = true; listener.made(kept, seen);",
              "made = true; listener.made(kept, seen); listener.durable();"),
          new Sabotage(
              "a-merge-goes-to-the-wrong-shard",
              ACKNOWLEDGED_LIVES,
              REPLICAS,
              "return onShard(token, shard -> shard.merge(keyspace, at, theirs));",
              "return onShard(token + (1L << 58), shard -> shard.merge(keyspace, at, theirs));"),
          new Sabotage(
              "reads-for-peers-go-to-the-wrong-shard",
              ACKNOWLEDGED_LIVES,
              REPLICAS,
              "return read(token, shard -> shard.readEncoded(at), state -> state.length,"
                  + " forPeers);",
              "return read(token + (1L << 58), shard -> shard.readEncoded(at), state ->"
                  + " state.length, forPeers);"),
          new Sabotage(
              "memory-of-a-read-on-another-loop-is-not-given-back",
              EVERYTHING_IS_BOUNDED,
              REPLICAS,
              "if (takes > 0) { memory.release(takes); } answer.complete(state);",
              "answer.complete(state);"),
          new Sabotage(
              "data-of-a-dropped-keyspace-stays",
              DROPPED_DATA_IS_GONE,
              DROPPED,
              "engine.loopOf(i).execute(() -> task.accept(shard));",
              ""),
          new Sabotage(
              "data-of-a-dropped-keyspace-stays-in-the-last-shard",
              DROPPED_DATA_IS_GONE,
              DROPPED,
              "for (int i = 0; i < engine.shardCount(); i++) {",
              "for (int i = 0; i < engine.shardCount() - 1; i++) {"),
          new Sabotage(
              "what-stays-of-a-dropped-keyspace-is-not-swept-away",
              DROPPED_DATA_IS_GONE,
              DROPPED,
              "onShards(this::sweep);",
              ""),
          new Sabotage(
              "a-change-of-the-topology-drops-every-keyspace",
              ACKNOWLEDGED_LIVES,
              DROPPED,
              "if (now.hasDropped(keyspace.id())) {",
              "if (!keyspace.name().isEmpty()) {"),
          new Sabotage(
              "every-other-epoch-is-not-adopted",
              TOPOLOGY_IS_ONE,
              ADOPTION,
              "if (newest.epoch() <= before.epoch()) {",
              "if (newest.epoch() <= before.epoch() + 1) {"),
          new Sabotage(
              "a-change-that-lost-its-epoch-is-reported-done",
              TOPOLOGY_IS_ONE,
              TOPOLOGY,
              "case ProposalEnd.LostTo other when attempt < MAX_ATTEMPTS -> change(change, attempt"
                  + " + 1);",
              "case ProposalEnd.LostTo other when attempt < MAX_ATTEMPTS ->"
                  + " Future.succeededFuture(wanted);"),
          new Sabotage(
              "a-change-that-was-given-up-is-reported-done",
              TOPOLOGY_IS_ONE,
              TOPOLOGY,
              "case ProposalEnd.GaveUp gaveUp -> Future.failedFuture(undecided(gaveUp));",
              "case ProposalEnd.GaveUp gaveUp -> Future.succeededFuture(wanted);"),
          new Sabotage(
              "a-change-in-doubt-is-said-to-have-no-effect",
              NO_EFFECT_IS_NO_EFFECT,
              TOPOLOGY,
              "return gaveUp.mayBeDecided() ?",
              "return gaveUp.mayBeDecided() && voters.isEmpty() ?"),
          new Sabotage(
              "the-topology-is-not-written-before-others-hear-of-it",
              TOPOLOGY_IS_ONE,
              TOPOLOGY,
              "attempt(state, durable); return durable.future();",
              "attempt(state, durable); return Future.succeededFuture();"),
          new Sabotage(
              "a-newer-epoch-that-is-heard-of-is-ignored",
              TOPOLOGY_IS_ONE,
              TOPOLOGY,
              "return epoch > runner.newestEpoch();",
              "return epoch > runner.newestEpoch() + 1_000;"),
          new Sabotage(
              "keyspaces-cannot-be-dropped",
              IT_WORKS,
              ADMIN,
              "return decide(now -> now.withoutKeyspace(name));",
              "return decide(now -> now.withoutKeyspace(name + name));"),
          new Sabotage(
              "waiting-for-an-epoch-never-ends",
              REQUESTS_END,
              PUBLISHED,
              "each.timer().cancel(); each.promise().tryComplete(topology);",
              "each.timer().cancel();"),
          new Sabotage(
              "questions-that-break-are-under-way-for-ever",
              EVERYTHING_IS_BOUNDED,
              PRESENCE,
              "@Override public void broken() { questions.decrementAndGet(); }",
              "@Override public void broken() {}"),
          new Sabotage(
              "a-member-that-is-down-stays-down",
              MEMBERS_ARE_SEEN,
              LIVENESS,
              "nextDown[member.number()] = each.state() == MemberState.DOWN;",
              "nextDown[member.number()] = each.state() == MemberState.DOWN ||"
                  + " !alive(member.number());"),
          new Sabotage(
                  "suspects-are-taken-for-down",
                  IT_WORKS,
                  LIVENESS,
                  "nextDown[member.number()] = each.state() == MemberState.DOWN;",
                  "nextDown[member.number()] = each.state() != MemberState.ALIVE;")
              .unseenBecause(
                  "what gossip suspects counts only where a node has not asked the suspect yet, for"
                      + " moments after a start; who answers is used whatever gossip says"),
          new Sabotage(
              "writes-that-wait-for-the-incarnation-are-lost",
              REQUESTS_END,
              WAITING,
              "next.write.run();",
              "clock.nanos();"),
          new Sabotage(
              "writes-do-not-wait-for-the-incarnation",
              IT_WORKS,
              WAITING,
              "return incarnation.generation() == 0;",
              "return incarnation.generation() < 0;"));

  private ServiceSabotages() {}
}
