package io.atoll.chaos.sabotage;

import static io.atoll.chaos.sabotage.Promised.COMPARISONS_ARE_TRUE;
import static io.atoll.chaos.sabotage.Promised.REPLICAS_COME_TOGETHER;

import java.util.List;
import java.util.stream.Stream;

/** How replicas are compared, and made the same. */
final class RepairSabotages {
  private static final String REPAIR = "node/src/main/java/io/atoll/repair/";
  private static final String SERVICE = "node/src/main/java/io/atoll/service/";
  private static final String SKETCHED = SERVICE + "SketchedShard.java";
  private static final String SKETCHES = REPAIR + "ArcSketches.java";
  private static final String RECENT = REPAIR + "RecentChanges.java";
  private static final String ARCS = REPAIR + "KeyspaceArcs.java";
  private static final String EXCHANGE = SERVICE + "StateExchange.java";
  private static final String ANSWERER = SERVICE + "ExchangeAnswerer.java";
  private static final String SUMMARIES = SERVICE + "KeySummaries.java";
  private static final String SESSION = SERVICE + "RepairSession.java";

  /** What a node knows of what it holds. */
  private static final List<Sabotage> KNOWN =
      List.of(
          new Sabotage(
              "a-state-that-replaces-another-is-added-to-it",
              COMPARISONS_ARE_TRUE,
              SKETCHED,
              "sketches.changed(key.keyspaceId(), key.token(), before, weight, eventMs(after));",
              "sketches.changed(key.keyspaceId(), key.token(), SketchKey.NO_WEIGHT, weight,"
                  + " eventMs(after));"),
          new Sabotage(
              "what-was-overwritten-unread-is-taken-for-known",
              COMPARISONS_ARE_TRUE,
              SKETCHED,
              "doubt(key.keyspaceId(), TokenRange.closed(key.token(), key.token()));",
              ""),
          new Sabotage(
                  "sketches-outlive-what-is-dropped",
                  COMPARISONS_ARE_TRUE,
                  SKETCHED,
                  "sketches.dropped(keyspaceId, tokens); wakeAnew();",
                  "wakeAnew();")
              .unseenBecause(
                  "only whole keyspaces are dropped in service, and their numbers are never given"
                      + " again: SketchedShardTest"),
          new Sabotage(
                  "what-is-taken-in-by-range-is-not-read",
                  COMPARISONS_ARE_TRUE,
                  SKETCHED,
                  "sketches.doubted(keyspaceId, tokens); wakeAnew();",
                  "wakeAnew();")
              .unseenBecause("nothing in service takes ranges in yet: SketchedShardTest"),
          new Sabotage(
                  "doubts-are-forgotten-at-a-start",
                  COMPARISONS_ARE_TRUE,
                  SKETCHED,
                  "tables.account().doubts().forEach(doubt -> doubt(doubt.keyspaceId(),"
                      + " doubt.tokens()));",
                  "")
              .unseenBecause(
                  "doubts in a manifest are of ranges that were taken in or purged, which nothing"
                      + " in service does yet: SketchedShardTest"),
          new Sabotage(
              "an-arc-that-is-not-known-is-never-read",
              REPLICAS_COME_TOGETHER,
              REPAIR + "ArcRescan.java",
              "if (!running && !stopped) {",
              "if (false) {"),
          new Sabotage(
              "what-changes-while-an-arc-is-read-is-lost",
              COMPARISONS_ARE_TRUE,
              SKETCHES,
              "reading.sketch.change(token, before, after);",
              ""),
          new Sabotage(
              "the-account-leaves-out-what-is-recent",
              COMPARISONS_ARE_TRUE,
              REPAIR + "ArcAccount.java",
              "of.addTo(sketch, arc, Moments.NOW);",
              "of.addTo(sketch, arc, 0);"),
          new Sabotage(
              "a-change-counts-as-soon-as-it-is-heard-of",
              COMPARISONS_ARE_TRUE,
              RECENT,
              "if (momentMs <= foldedMs) { return of.base(arc); } KeyspaceArcs.Delta delta",
              "if (momentMs > 0) { return of.base(arc); } KeyspaceArcs.Delta delta"),
          new Sabotage(
              "changes-are-folded-without-what-they-change",
              COMPARISONS_ARE_TRUE,
              ARCS,
              "base[delta.arc].add(delta.sum);",
              ""),
          new Sabotage(
              "a-clock-that-was-set-back-ends-all-comparisons",
              REPLICAS_COME_TOGETHER,
              RECENT,
              "} else if (wall < latestMs - MAX_BACK_MS && foldedMs != Moments.NOW) { follow(); }",
              "}"),
          new Sabotage(
              "the-moment-is-ignored",
              COMPARISONS_ARE_TRUE,
              ARCS,
              "if (delta.momentMs <= momentMs) {",
              "if (true) {"));

  /** The comparison. */
  private static final List<Sabotage> COMPARED =
      List.of(
          new Sabotage(
              "arcs-that-are-left-out-count-as-in-step",
              COMPARISONS_ARE_TRUE,
              SESSION,
              "boolean whole = refusal.isEmpty() && came.unsettled() == 0 &&"
                  + " compared.notCompared().isEmpty();",
              "boolean whole = refusal.isEmpty() && came.unsettled() == 0;"),
          new Sabotage(
              "keys-that-are-left-alone-count-as-in-step",
              COMPARISONS_ARE_TRUE,
              SESSION,
              "boolean whole = refusal.isEmpty() && came.unsettled() == 0 &&"
                  + " compared.notCompared().isEmpty();",
              "boolean whole = refusal.isEmpty() && compared.notCompared().isEmpty();"),
          new Sabotage(
              "a-token-is-looked-for-in-one-keyspace-only",
              REPLICAS_COME_TOGETHER,
              REPAIR + "CommonArcs.java",
              "if (place >= 0) { holding.add(section.first + place); }",
              "if (place >= 0 && holding.isEmpty()) { holding.add(section.first + place); }"),
          new Sabotage(
              "of-many-differences-only-the-first-arc-is-gone-through",
              REPLICAS_COME_TOGETHER,
              REPAIR + "Findings.java",
              "streamed.set(index);",
              "streamed.clear(); streamed.set(index);"),
          new Sabotage(
              "who-was-compared-last-is-compared-again",
              REPLICAS_COME_TOGETHER,
              REPAIR + "RepairTurns.java",
              "if (each.getKey() > last) {",
              "if (each.getKey() >= last) {"));

  /** What is brought. */
  private static final List<Sabotage> BROUGHT =
      List.of(
          new Sabotage(
              "the-state-that-has-seen-more-is-kept-from-the-other",
              REPLICAS_COME_TOGETHER,
              REPAIR + "KeyRule.java",
              "return mineIsMore ? SEND : FETCH;",
              "return mineIsMore ? FETCH : SEND;"),
          new Sabotage(
              "an-event-of-next-year-never-settles",
              REPLICAS_COME_TOGETHER,
              REPAIR + "KeySummary.java",
              "if (newestMs > momentMs && newestMs <= nowMs + HybridClock.MAX_AHEAD_MS) {",
              "if (newestMs > momentMs) {"),
          new Sabotage(
              "keys-behind-the-last-of-the-other-are-left-out",
              REPLICAS_COME_TOGETHER,
              REPAIR + "KeyMatch.java",
              "while (i < mine.size() || j < theirs.size()) {",
              "while (i < mine.size() && j < theirs.size()) {"),
          new Sabotage(
              "an-answer-that-is-full-is-taken-for-all",
              REPLICAS_COME_TOGETHER,
              ANSWERER,
              "next < matches.size() ? through : end,",
              "end,"),
          new Sabotage(
              "a-stretch-ends-an-arc",
              REPLICAS_COME_TOGETHER,
              EXCHANGE,
              "if (through == null && restMs == 0) {",
              "if (restMs == 0) {"),
          new Sabotage(
              "of-a-stretch-the-last-key-is-not-looked-at",
              REPLICAS_COME_TOGETHER,
              SUMMARIES,
              "return !bounds.isFull();",
              "return false;"),
          new Sabotage(
              "nothing-is-pushed",
              REPLICAS_COME_TOGETHER,
              EXCHANGE,
              "wanted.add(own.get(index).place());",
              ""),
          new Sabotage(
              "what-was-fetched-is-not-merged",
              REPLICAS_COME_TOGETHER,
              EXCHANGE,
              "if (state.isEmpty()) {",
              "if (true) {"));

  static final List<Sabotage> ALL =
      Stream.of(KNOWN, COMPARED, BROUGHT).flatMap(List::stream).toList();

  private RepairSabotages() {}
}
