package io.atoll.chaos.sabotage;

import static io.atoll.chaos.sabotage.Promised.EVERYTHING_IS_BOUNDED;
import static io.atoll.chaos.sabotage.Promised.REPLICAS_COME_TOGETHER;

import java.util.List;

/** How replicas are brought what they missed. */
final class HintSabotages {
  private static final String HINTS = "node/src/main/java/io/atoll/hints/";
  private static final String SERVICE = "node/src/main/java/io/atoll/service/";
  private static final String OPERATION =
      "node/src/main/java/io/atoll/replication/WriteOperation.java";
  private static final String NOTES = SERVICE + "HintNotes.java";
  private static final String COURIER = SERVICE + "HintCourier.java";
  private static final String SHARD = SERVICE + "ShardHints.java";
  private static final String DELIVERY = HINTS + "Delivery.java";
  private static final String BOUNDS = HINTS + "HintBounds.java";

  static final List<Sabotage> ALL =
      List.of(
          new Sabotage(
              "a-hint-is-forgotten-when-it-is-sent",
              REPLICAS_COME_TOGETHER,
              COURIER,
              "doors.stats.count(Counter.PARCELS);",
              "doors.stats.count(Counter.PARCELS); parcel.hints().forEach(notes::forget);"),
          new Sabotage(
              "a-hint-is-forgotten-though-more-was-missed",
              REPLICAS_COME_TOGETHER,
              NOTES,
              "|| HintFormat.hint(hint.token(), at.key(), before).stamp() != hint.stamp()) {",
              ") {"),
          new Sabotage(
              "a-state-is-read-before-its-hint-is",
              REPLICAS_COME_TOGETHER,
              NOTES,
              "byte[] value = HintFormat.value(sinceMs, stamps.getAsLong());",
              "byte[] value = HintFormat.value(sinceMs, 1);"),
          new Sabotage(
              "who-is-silent-is-not-hinted",
              REPLICAS_COME_TOGETHER,
              OPERATION,
              "spread.close(); missed(lacking()); }",
              "spread.close(); }"),
          new Sabotage(
              "who-is-considered-down-is-not-hinted",
              REPLICAS_COME_TOGETHER,
              OPERATION,
              "long untold = members &",
              "long untold = alive & members &"),
          new Sabotage(
              "a-write-that-is-made-too-late-is-hinted-to-nobody",
              REPLICAS_COME_TOGETHER,
              OPERATION,
              "missing = 0; missed(plan.roles().members().bits());",
              ""),
          new Sabotage(
              "a-write-that-is-made-again-is-not-hinted-again",
              REPLICAS_COME_TOGETHER,
              OPERATION,
              "reasons = ReplicaReasons.NONE; missing = 0;",
              "reasons = ReplicaReasons.NONE;"),
          new Sabotage(
              "a-node-that-stops-hints-nothing",
              REPLICAS_COME_TOGETHER,
              "node/src/main/java/io/atoll/replication/Coordinator.java",
              "coordination.deadlines().nodeStops();",
              ""),
          new Sabotage(
              "what-has-no-room-for-a-hint-is-not-brought",
              REPLICAS_COME_TOGETHER,
              NOTES,
              "if (note.isFull) { dirty(keyspaceId, token); }",
              "if (note.isFull) {}"),
          new Sabotage(
              "an-arc-is-clean-once-it-was-visited",
              REPLICAS_COME_TOGETHER,
              COURIER,
              "if (arc != null && arc.misses() == brought.misses()) {",
              "if (arc != null) {"),
          new Sabotage(
              "an-arc-is-clean-though-a-parcel-of-it-was-refused",
              REPLICAS_COME_TOGETHER,
              DELIVERY,
              "if (broken || (hintsWereLast ? deliveredInRound == 0 : incomplete)) {",
              "if (hintsWereLast && (broken || deliveredInRound == 0)) {"),
          new Sabotage(
              "an-arc-is-visited-before-what-was-missed-is-shown",
              REPLICAS_COME_TOGETHER,
              HINTS + "DirtyArc.java",
              "return misses == notedMisses;",
              "return true;"),
          new Sabotage(
              "who-refused-once-is-left-alone-for-ever",
              REPLICAS_COME_TOGETHER,
              DELIVERY,
              "notBeforeMs = nowMs + Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS <<"
                  + " Math.min(failures, 8));",
              "notBeforeMs = Long.MAX_VALUE;"),
          new Sabotage(
              "who-was-down-is-never-brought-anything",
              REPLICAS_COME_TOGETHER,
              DELIVERY,
              "failures = 0; notBeforeMs = Long.MIN_VALUE;",
              "notBeforeMs = Long.MAX_VALUE;"),
          new Sabotage(
              "hints-of-before-are-forgotten-at-a-start",
              REPLICAS_COME_TOGETHER,
              SHARD,
              "targets.put(member, target(member, notes(member)));",
              "targets.put(member, target(member, notes(member).fresh()));"),
          new Sabotage(
              "hints-have-no-bound",
              EVERYTHING_IS_BOUNDED,
              BOUNDS,
              "if (count.get() <= settings.maxCount() && bytes.get() <= settings.maxBytes()) {",
              "if (true) {"),
          new Sabotage(
              "the-room-of-a-hint-is-not-given-back",
              REPLICAS_COME_TOGETHER,
              NOTES,
              "if (removedBytes > 0 && outcome.succeeded()) { account.removed(removedBytes); }",
              "if (removedBytes > 0 && outcome.succeeded()) {}"));

  private HintSabotages() {}
}
