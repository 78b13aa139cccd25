package io.atoll.chaos.sabotage;

import static io.atoll.chaos.sabotage.Promised.ACKNOWLEDGED_IS_DURABLE;
import static io.atoll.chaos.sabotage.Promised.ACKNOWLEDGED_LIVES;
import static io.atoll.chaos.sabotage.Promised.CONCURRENT_WRITES_SURVIVE;
import static io.atoll.chaos.sabotage.Promised.DROPPED_DATA_IS_GONE;
import static io.atoll.chaos.sabotage.Promised.EVENTS_ARE_UNIQUE;
import static io.atoll.chaos.sabotage.Promised.EVERYTHING_IS_BOUNDED;
import static io.atoll.chaos.sabotage.Promised.IT_WORKS;
import static io.atoll.chaos.sabotage.Promised.NO_EFFECT_IS_NO_EFFECT;
import static io.atoll.chaos.sabotage.Promised.REQUESTS_END;

import java.util.List;

/** How writes are coordinated, spread and passed on. */
final class WriteSabotages {
  private static final String REPLICATION = "node/src/main/java/io/atoll/replication/";
  private static final String OPERATION = REPLICATION + "WriteOperation.java";
  private static final String SPREAD = REPLICATION + "WriteSpread.java";
  private static final String PLAN = REPLICATION + "WritePlan.java";
  private static final String FORWARD = REPLICATION + "ForwardOperation.java";
  private static final String SERVICE = REPLICATION + "ReplicaService.java";
  private static final String COORDINATOR = REPLICATION + "Coordinator.java";
  private static final String CONFLICTS = REPLICATION + "Conflicts.java";
  private static final String SHARD = "node/src/main/java/io/atoll/service/ReplicaShard.java";

  static final List<Sabotage> ALL =
      List.of(
          new Sabotage(
              "a-write-counts-its-own-replica-before-the-disk-does",
              ACKNOWLEDGED_IS_DURABLE,
              OPERATION,
              "spread.start(); sending = false; advanced();",
              "spread.start(); tally = tally.withAnswer(self); sending = false; advanced();"),
          new Sabotage(
              "an-own-write-counts-though-the-own-disk-failed",
              ACKNOWLEDGED_IS_DURABLE,
              OPERATION,
              "return; } failed(self, String.valueOf(failure.getMessage())); advanced(); }",
              "return; } acknowledged(self); }"),
          new Sabotage(
              "every-write-fails",
              IT_WORKS,
              OPERATION,
              "case MET -> answerUnlessLost();",
              "case MET -> end();"),
          new Sabotage(
              "a-write-needs-every-replica-alive",
              IT_WORKS,
              OPERATION,
              "if (!plan.requirement().metBy(living)) {",
              "if (living.size() < plan.members().size()) {"),
          new Sabotage(
              "a-write-has-no-timeout",
              REQUESTS_END,
              OPERATION,
              "if (nowNanos >= deadlineNanos) { end(); return false; }",
              ""),
          new Sabotage(
              "a-write-is-answered-whether-or-not-the-level-is-met",
              ACKNOWLEDGED_IS_DURABLE,
              OPERATION,
              "case POSSIBLE -> {}",
              "case POSSIBLE -> answer();"),
          new Sabotage(
              "a-write-that-is-too-late-is-acknowledged",
              ACKNOWLEDGED_IS_DURABLE,
              OPERATION,
              "if (nowNanos >= deadlineNanos) { end(); return false; } if (spread != null) {",
              "if (nowNanos >= deadlineNanos) { answer(); end(); return false; } if (spread !="
                  + " null) {"),
          new Sabotage(
              "a-write-that-lost-is-not-raised",
              ACKNOWLEDGED_LIVES,
              OPERATION,
              "if (!answered && lostTo > 0 && rewrite == null) {",
              "if (!answered && lostTo < 0 && rewrite == null) {"),
          new Sabotage(
              "what-acknowledged-the-lost-write-counts-for-the-raised-one",
              ACKNOWLEDGED_IS_DURABLE,
              OPERATION,
              "missing = 0; tally = WriteTally.of(plan.requirement());",
              "missing = 0;"),
          new Sabotage(
              "memory-of-a-write-is-not-given-back",
              EVERYTHING_IS_BOUNDED,
              OPERATION,
              "ended = true; hold(0);",
              "ended = true;"),
          new Sabotage(
              "remote-replicas-are-never-written",
              IT_WORKS,
              SPREAD,
              "for (WritePlan.DcForward forward : route.forwards()) { forward(forward); }",
              ""),
          new Sabotage(
              "an-acknowledgement-counts-for-whom-it-was-asked-of",
              ACKNOWLEDGED_IS_DURABLE,
              SPREAD,
              "listener.acknowledged(plan.indexOf(applied.member()));",
              "listener.acknowledged(replica);"
                  + " listener.acknowledged(plan.indexOf(applied.member()));"),
          new Sabotage(
              "a-refusal-counts-as-an-acknowledgement",
              ACKNOWLEDGED_IS_DURABLE,
              SPREAD,
              "refused(replica, plan.indexOf(failed.member()), failed.failure());",
              "listener.acknowledged(plan.indexOf(failed.member()));"),
          new Sabotage(
              "a-broken-connection-counts-as-an-acknowledgement",
              ACKNOWLEDGED_IS_DURABLE,
              SPREAD,
              "listener.failed(replica, reason); escalate(passedOn);",
              "listener.acknowledged(replica); escalate(passedOn);"),
          new Sabotage(
              "nobody-steps-in-for-a-lead-that-is-silent",
              IT_WORKS,
              SPREAD,
              "if (!silent.isEmpty()) {",
              "if (silent.size() > plan.members().size()) {"),
          new Sabotage(
              "the-local-replicas-are-not-written",
              IT_WORKS,
              PLAN,
              "ReplicaSet direct = roles.replicasOf(localDc).intersect(alive).without(self);",
              "ReplicaSet direct = ReplicaSet.EMPTY;"),
          new Sabotage(
              "a-relay-forgets-the-last-replica-and-answers-for-it",
              ACKNOWLEDGED_LIVES,
              SERVICE,
              "for (int member : apply.forwardTo()) { forward(member, apply, question); }",
              "for (int i = 0; i < apply.forwardTo().length; i++) { int member ="
                  + " apply.forwardTo()[i]; if (i + 1 < apply.forwardTo().length) { forward(member,"
                  + " apply, question); } else { question.reply(new PeerReply.Done<>(epoch(),"
                  + " member, Merged.KEPT)); } }"),
          new Sabotage(
              "a-relay-acknowledges-what-it-passes-on",
              ACKNOWLEDGED_IS_DURABLE,
              SERVICE,
              "if (forwarded.call == null) { question.reply(unreachable(member, \"\")); }",
              "question.reply(new PeerReply.Done<>(epoch(), member, Merged.KEPT));"),
          new Sabotage(
              "a-refused-merge-is-acknowledged",
              ACKNOWLEDGED_IS_DURABLE,
              SERVICE,
              "question.reply(done(merged)); }, refused -> { release(heldBytes);"
                  + " question.reply(failed(asFailure(refused)));",
              "question.reply(done(merged)); }, refused -> { release(heldBytes);"
                  + " question.reply(done(Merged.KEPT));"),
          new Sabotage(
              "a-merge-is-acknowledged-before-it-is-durable",
              ACKNOWLEDGED_IS_DURABLE,
              SERVICE,
              "local .merge(keyspace, Tokens.of(keyspace.id(), apply.key()), apply.key(), theirs)"
                  + " .onComplete(",
              "local.merge(keyspace, Tokens.of(keyspace.id(), apply.key()), apply.key(), theirs);"
                  + " io.vertx.core.Future.succeededFuture(Merged.KEPT).onComplete("),
          new Sabotage(
              "a-merge-for-an-unknown-keyspace-is-acknowledged-and-dropped",
              ACKNOWLEDGED_IS_DURABLE,
              SERVICE,
              "later(apply, apply.keyspaceId(), question, found -> apply(found, apply, question));",
              "question.reply(done(Merged.KEPT));"),
          new Sabotage(
              "passing-on-repeats-a-write-that-may-have-been-made",
              EVENTS_ARE_UNIQUE,
              FORWARD,
              "fail(doubtful(late ? ReplicaReasons.TIMED_OUT : ReplicaReasons.CONNECTION_LOST));",
              "if (late) { fail(doubtful(ReplicaReasons.TIMED_OUT)); } else { tryNext(); }"),
          new Sabotage(
              "passing-on-tries-again-after-a-shortfall",
              EVENTS_ARE_UNIQUE,
              FORWARD,
              "case RequestFailure.NotEnoughAnswers shortfall -> fail(shortfall);",
              "case RequestFailure.NotEnoughAnswers shortfall -> tryAnother(shortfall);"),
          new Sabotage(
              "a-doubtful-write-is-said-to-have-no-effect",
              NO_EFFECT_IS_NO_EFFECT,
              FORWARD,
              "fail(doubtful(late ? ReplicaReasons.TIMED_OUT : ReplicaReasons.CONNECTION_LOST));",
              "fail(unreachable());"),
          new Sabotage(
              "a-shortfall-is-said-to-have-no-effect",
              NO_EFFECT_IS_NO_EFFECT,
              OPERATION,
              "promise.fail(shortfall());",
              "promise.fail(new RequestFailure.Unavailable(\"nothing was attempted\", 0, 1,"
                  + " failures()));"),
          new Sabotage(
              "passing-on-tries-one-replica-only",
              IT_WORKS,
              FORWARD,
              "lastRefusal = refusal; tryNext();",
              "fail(refusal);"),
          new Sabotage(
              "a-write-for-a-keyspace-made-again-is-taken",
              DROPPED_DATA_IS_GONE,
              COORDINATOR,
              "if (!request.means(plan.keyspace().id())) {",
              "if (request.means(-1) && !request.means(plan.keyspace().id())) {"),
          new Sabotage(
              "an-lww-write-may-be-older-than-what-is-held",
              ACKNOWLEDGED_LIVES,
              SHARD,
              ": Conflicts.timestamp( keyspace.conflicts(), before, write.context(),"
                  + " hybridClock.next(clock.wallMs()));",
              ": clock.wallMs() << 16;"),
          new Sabotage(
              "an-lww-write-is-never-told-that-it-lost",
              ACKNOWLEDGED_LIVES,
              CONFLICTS,
              "case LWW -> Merged.of(mine.winsUnseenOver(theirs));",
              "case LWW -> Merged.KEPT;"),
          new Sabotage(
              "an-lww-write-keeps-what-it-wins-over",
              CONCURRENT_WRITES_SURVIVE,
              CONFLICTS,
              "case LWW -> written.lastWriterWins();",
              "case LWW -> written;"));

  private WriteSabotages() {}
}
