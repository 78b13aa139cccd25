package io.atoll.chaos.sabotage;

import static io.atoll.chaos.sabotage.Promised.ACKNOWLEDGED_LIVES;
import static io.atoll.chaos.sabotage.Promised.CONCURRENT_WRITES_SURVIVE;
import static io.atoll.chaos.sabotage.Promised.EVENTS_ARE_UNIQUE;
import static io.atoll.chaos.sabotage.Promised.NOTHING_RETURNS;
import static io.atoll.chaos.sabotage.Promised.READS_SEE_WRITES;
import static io.atoll.chaos.sabotage.Promised.REPLICAS_COME_TOGETHER;
import static io.atoll.chaos.sabotage.Promised.SESSIONS_NEVER_GO_BACK;

import java.util.List;

/** Causality: versions, contexts, clocks. */
final class CausalSabotages {
  private static final String CAUSAL = "node/src/main/java/io/atoll/causal/";
  private static final String SIBLINGS = CAUSAL + "Siblings.java";
  private static final String VECTOR = CAUSAL + "VersionVector.java";
  private static final String CONTEXT = CAUSAL + "CausalContext.java";
  private static final String VERSION = CAUSAL + "Version.java";
  private static final String CLOCK = CAUSAL + "HybridClock.java";

  static final List<Sabotage> ALL =
      List.of(
          new Sabotage(
              "a-put-supersedes-nothing",
              NOTHING_RETURNS,
              SIBLINGS,
              "return version.tombstone() || context.contains(version.dot());",
              "return version.tombstone();"),
          new Sabotage(
              "a-put-supersedes-everything",
              CONCURRENT_WRITES_SURVIVE,
              SIBLINGS,
              "return version.tombstone() || context.contains(version.dot());",
              "return true;"),
          new Sabotage(
              "a-put-forgets-what-its-client-has-seen",
              NOTHING_RETURNS,
              SIBLINGS,
              "VersionVector seen ="
                  + " this.context.merge(context.vector()).absorbing(context.apart());",
              "VersionVector seen = this.context.absorbing(context.apart());"),
          new Sabotage(
              "an-event-is-used-again",
              EVENTS_ARE_UNIQUE,
              SIBLINGS,
              "Dot dot = new Dot(actor, counter + 1);",
              "Dot dot = new Dot(actor, Math.max(1, counter));"),
          new Sabotage(
              "events-are-counted-by-what-the-client-saw",
              EVENTS_ARE_UNIQUE,
              SIBLINGS,
              "long counter = seen.counter(actor);",
              "long counter = context.isEmpty() ? seen.counter(actor) :"
                  + " context.vector().counter(actor);"),
          new Sabotage(
              "a-put-moves-its-key-back-in-time",
              ACKNOWLEDGED_LIVES,
              SIBLINGS,
              "long rising = Math.max(timestamp, believedTimestamp(context) + 1);",
              "long rising = timestamp;"),
          new Sabotage(
              "the-context-after-a-put-covers-what-its-client-never-saw",
              CONCURRENT_WRITES_SURVIVE,
              SIBLINGS,
              "return CausalContext.of(context.vector(), besides,"
                  + " timestamp).bounded(actor::equals);",
              "return CausalContext.of(this.context.merge(context.vector()), besides,"
                  + " timestamp).bounded(actor::equals);"),
          new Sabotage(
              "the-context-after-a-put-lacks-the-put",
              SESSIONS_NEVER_GO_BACK,
              SIBLINGS,
              "return CausalContext.of(context.vector(), besides,"
                  + " timestamp).bounded(actor::equals);",
              "return new CausalContext(context.vector(), timestamp).bounded(actor::equals);"),
          new Sabotage(
              "the-context-after-a-put-forgets-what-came-before",
              SESSIONS_NEVER_GO_BACK,
              SIBLINGS,
              "return CausalContext.of(context.vector(), besides,"
                  + " timestamp).bounded(actor::equals);",
              "return CausalContext.of(VersionVector.EMPTY, List.of(written),"
                  + " timestamp).bounded(actor::equals);"),
          new Sabotage(
              "a-merge-drops-what-only-the-other-has",
              CONCURRENT_WRITES_SURVIVE,
              SIBLINGS,
              "if (!context.contains(theirs.dot())) { kept[size++] = theirs; }",
              "if (context.isEmpty()) { kept[size++] = theirs; }"),
          new Sabotage(
              "a-merge-drops-what-only-this-one-has",
              CONCURRENT_WRITES_SURVIVE,
              SIBLINGS,
              "if (!other.context.contains(mine.dot())) { kept[size++] = mine; }",
              ""),
          new Sabotage(
              "a-merge-keeps-what-the-other-superseded",
              NOTHING_RETURNS,
              SIBLINGS,
              "if (!other.context.contains(mine.dot())) { kept[size++] = mine; }",
              "kept[size++] = mine;"),
          new Sabotage(
              "a-merge-takes-the-longer-history-whole",
              NOTHING_RETURNS,
              SIBLINGS,
              "if (joined == context && !other.refutesAnyOf(this)) {",
              "if (joined == context) {"),
          new Sabotage(
              "a-merge-revives-a-tombstoned-value",
              NOTHING_RETURNS,
              SIBLINGS,
              "if (!context.contains(theirs.dot())) { kept[size++] = theirs; }",
              "if (!context.contains(theirs.dot()) || !theirs.tombstone() && versions.length > 0 &&"
                  + " versions[0].tombstone()) { kept[size++] = theirs; }"),
          new Sabotage(
              "a-merge-of-lww-keeps-the-older",
              CONCURRENT_WRITES_SURVIVE,
              SIBLINGS,
              "boolean keepMine = theirs == null || (mine != null && !theirs.isNewerThan(mine));",
              "boolean keepMine = theirs == null || (mine != null && theirs.isNewerThan(mine));"),
          new Sabotage(
              "a-merge-of-lww-prefers-its-own",
              REPLICAS_COME_TOGETHER,
              SIBLINGS,
              "boolean keepMine = theirs == null || (mine != null && !theirs.isNewerThan(mine));",
              "boolean keepMine = mine != null;"),
          new Sabotage(
              "a-merge-of-lww-keeps-one-history",
              REPLICAS_COME_TOGETHER,
              SIBLINGS,
              "if (winner.versions.length <= 1 && joined.equals(winner.context)) {",
              "if (winner.versions.length <= 1) {"),
          new Sabotage(
              "ties-of-lww-are-broken-by-nothing",
              REPLICAS_COME_TOGETHER,
              VERSION,
              ": dot.compareTo(other.dot) > 0;",
              ": false;"),
          new Sabotage(
              "lww-goes-by-events-instead-of-time",
              CONCURRENT_WRITES_SURVIVE,
              VERSION,
              "return timestamp != other.timestamp ? timestamp > other.timestamp",
              "return dot.actor().equals(other.dot.actor()) ? timestamp > other.timestamp"),
          new Sabotage(
              "a-history-descends-from-any-shorter-one",
              READS_SEE_WRITES,
              VECTOR,
              "if (mine == entries.length || entries[mine] != theirs[at] || entries[mine + 1] <"
                  + " theirs[at + 1]) {",
              "if (mine == entries.length || entries[mine] != theirs[at]) {"),
          new Sabotage(
              "a-history-forgets-one-of-two-actors",
              REPLICAS_COME_TOGETHER,
              VECTOR,
              "joined[size + 1] = Math.max(takeA ? a[i + 1] : 0, takeB ? b[j + 1] : 0);",
              "joined[size + 1] = takeA ? a[i + 1] : b[j + 1];"),
          new Sabotage(
              "a-history-contains-the-next-event",
              ACKNOWLEDGED_LIVES,
              VECTOR,
              "return dot.counter() <= counter(dot.actor());",
              "return dot.counter() <= counter(dot.actor()) + (dot.counter() > 1 ? 1 : 0);"),
          new Sabotage(
              "contexts-merge-to-the-larger",
              SESSIONS_NEVER_GO_BACK,
              CONTEXT,
              "VersionVector joined = vector.merge(other.vector);",
              "VersionVector joined = vector.size() >= other.vector.size() ? vector :"
                  + " other.vector;"),
          new Sabotage(
              "a-context-asks-for-no-event-apart",
              SESSIONS_NEVER_GO_BACK,
              CONTEXT,
              "return apart.isEmpty() ? vector : vector.merge(VersionVector.upTo(apart));",
              "return vector;"),
          new Sabotage(
                  "the-hybrid-clock-does-not-learn",
                  ACKNOWLEDGED_LIVES,
                  CLOCK,
                  "if (believed) { last = timestamp; }",
                  "")
              .unseenBecause(
                  "a write gets a time above what its context and its replica hold, and is made"
                      + " again above what the others hold, so that learning only spares rounds"));

  private CausalSabotages() {}
}
