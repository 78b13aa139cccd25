package io.atoll.chaos.sabotage;

import static io.atoll.chaos.sabotage.Promised.EVERYTHING_IS_BOUNDED;
import static io.atoll.chaos.sabotage.Promised.IT_WORKS;
import static io.atoll.chaos.sabotage.Promised.READS_NEVER_GO_BACK;
import static io.atoll.chaos.sabotage.Promised.READS_SEE_WRITES;
import static io.atoll.chaos.sabotage.Promised.REPLICAS_COME_TOGETHER;
import static io.atoll.chaos.sabotage.Promised.REQUESTS_END;
import static io.atoll.chaos.sabotage.Promised.SESSIONS_NEVER_GO_BACK;

import java.util.List;

/** How reads are asked, counted, answered and repaired. */
final class ReadSabotages {
  private static final String REPLICATION = "node/src/main/java/io/atoll/replication/";
  private static final String OPERATION = REPLICATION + "ReadOperation.java";
  private static final String REPAIR = REPLICATION + "Repair.java";
  private static final String TALLY = REPLICATION + "ReadTally.java";
  private static final String SERVICE = REPLICATION + "ReplicaService.java";

  static final List<Sabotage> ALL =
      List.of(
          new Sabotage(
              "reads-repair-nothing",
              REPLICAS_COME_TOGETHER,
              OPERATION,
              "if (stale.isEmpty()) { return; }",
              "if (stale.size() >= 0) { return; }"),
          new Sabotage(
              "reads-repair-the-first-stale-replica-only",
              REPLICAS_COME_TOGETHER,
              REPAIR,
              "for (int replica = stale.first(); replica >= 0; replica = stale.next(replica)) {",
              "for (int replica = stale.first(); replica >= 0; replica = -1) {"),
          new Sabotage(
              "reads-do-not-repair-their-own-replica",
              REPLICAS_COME_TOGETHER,
              REPAIR,
              "if (member.number() == coordination.self().number()) {",
              "if (member.number() == coordination.self().number()) { if (order == null) { return;"
                  + " }"),
          new Sabotage(
              "reads-repair-with-nothing",
              REPLICAS_COME_TOGETHER,
              REPAIR,
              "request.key(), state.encode(), new int[0]);",
              "request.key(), Siblings.EMPTY.encode(), new int[0]);"),
          new Sabotage(
              "reads-repair-other-keyspaces",
              REPLICAS_COME_TOGETHER,
              REPAIR,
              "plan.epoch(), plan.keyspace().id(), request.key(), state.encode(), new int[0]);",
              "plan.epoch(), Math.max(1, plan.keyspace().id() - 1), request.key(), state.encode(),"
                  + " new int[0]);"),
          new Sabotage(
              "a-blocking-read-does-not-wait",
              READS_NEVER_GO_BACK,
              OPERATION,
              "boolean must = plan.keyspace().readRepair() == ReadRepair.BLOCKING;",
              "boolean must = false;"),
          new Sabotage(
              "a-repair-counts-when-it-is-sent",
              READS_NEVER_GO_BACK,
              REPAIR,
              "Sent call = new Sent(replica);",
              "tally = tally.withHolder(replica); Sent call = new Sent(replica);"),
          new Sabotage(
              "a-repair-that-is-refused-counts",
              READS_NEVER_GO_BACK,
              REPAIR,
              "tally = tally.withRefusal(replica);",
              "tally = tally.withHolder(replica);"),
          new Sabotage(
              "a-late-answer-counts-for-a-repair-whatever-it-says",
              READS_NEVER_GO_BACK,
              REPAIR,
              "if (Conflicts.merge(plan.keyspace().conflicts(), answer, state).equals(answer)) {",
              "if (answer != null) {"),
          new Sabotage(
              "a-late-answer-is-shown-with-what-was-repaired",
              READS_NEVER_GO_BACK,
              OPERATION,
              "case MET -> answer(repair.state());",
              "case MET -> answer(tally.merged());"),
          new Sabotage(
              "one-repaired-replica-is-enough",
              READS_NEVER_GO_BACK,
              REPAIR,
              "Progress progress = tally.progress();",
              "Progress progress = tally.holding() == 0 ? tally.progress() : Progress.MET;"),
          new Sabotage(
              "a-read-has-no-timeout",
              REQUESTS_END,
              OPERATION,
              "if (nowNanos >= deadlineNanos) { end(); return false; }",
              ""),
          new Sabotage(
              "a-slow-replica-is-not-hedged",
              IT_WORKS,
              OPERATION,
              "if (!answered && repair == null && nowNanos >= hedgeAtNanos) {",
              "if (!answered && repair == null && nowNanos >= deadlineNanos) {"),
          new Sabotage(
              "a-replica-that-fails-is-not-replaced",
              IT_WORKS,
              OPERATION,
              "if (!answered && repair == null) { askOneMore(); } advance();",
              "advance();"),
          new Sabotage(
              "a-failed-local-read-is-an-empty-answer",
              READS_SEE_WRITES,
              OPERATION,
              "fail(replica, String.valueOf(refused.getMessage())); } });",
              "answer(replica, Siblings.EMPTY); } });"),
          new Sabotage(
              "a-lost-connection-is-an-empty-answer",
              READS_SEE_WRITES,
              OPERATION,
              "fail(replica, isLate() ? ReplicaReasons.TIMED_OUT :"
                  + " ReplicaReasons.CONNECTION_LOST);",
              "answer(replica, Siblings.EMPTY);"),
          new Sabotage(
              "memory-of-a-read-is-not-given-back",
              EVERYTHING_IS_BOUNDED,
              OPERATION,
              "giveBack(reservedBytes); }",
              "}"),
          new Sabotage(
              "the-context-of-a-read-is-ignored",
              SESSIONS_NEVER_GO_BACK,
              TALLY,
              "return minContext.isEmpty() || merged.context().descends(minContext);",
              "return true;"),
          new Sabotage(
              "the-context-of-a-read-is-met-by-any-common-event",
              SESSIONS_NEVER_GO_BACK,
              TALLY,
              "return minContext.isEmpty() || merged.context().descends(minContext);",
              "return minContext.isEmpty() ||"
                  + " minContext.newestDots().stream().anyMatch(merged.context()::contains);"),
          new Sabotage(
              "a-read-answers-the-first-state",
              READS_SEE_WRITES,
              TALLY,
              "answered == 0 ? siblings : Conflicts.merge(conflicts, merged, siblings),",
              "answered == 0 ? siblings : merged,"),
          new Sabotage(
              "a-read-answers-the-last-state",
              READS_SEE_WRITES,
              TALLY,
              "answered == 0 ? siblings : Conflicts.merge(conflicts, merged, siblings),",
              "siblings,"),
          new Sabotage(
              "states-of-one-size-are-taken-for-equal",
              READS_SEE_WRITES,
              TALLY,
              "if (answer != null && Arrays.equals(answer.encode(), encoded)) {",
              "if (answer != null && answer.encode().length == encoded.length) {"),
          new Sabotage(
              "only-the-last-stale-replica-is-behind",
              REPLICAS_COME_TOGETHER,
              TALLY,
              "behind |= 1L << i;",
              "behind = 1L << i;"),
          new Sabotage(
              "a-replica-reads-another-keyspace",
              READS_SEE_WRITES,
              SERVICE,
              ".readEncoded(keyspace, Tokens.of(keyspace.id(), read.key()), read.key())",
              ".readEncoded(keyspace, Tokens.of(keyspace.id() + 1, read.key()), read.key())"));

  private ReadSabotages() {}
}
