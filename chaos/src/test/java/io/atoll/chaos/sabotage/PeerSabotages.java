package io.atoll.chaos.sabotage;

import static io.atoll.chaos.sabotage.Promised.ACKNOWLEDGED_LIVES;
import static io.atoll.chaos.sabotage.Promised.EVERYTHING_IS_BOUNDED;
import static io.atoll.chaos.sabotage.Promised.IT_WORKS;
import static io.atoll.chaos.sabotage.Promised.READS_SEE_WRITES;

import java.util.List;

/** What carries calls between nodes. */
final class PeerSabotages {
  private static final String PEER = "node/src/main/java/io/atoll/peer/";
  private static final String CALLS = PEER + "PendingCalls.java";
  private static final String ENDPOINT = PEER + "PeerEndpoint.java";
  private static final String PARTS = PEER + "PartIntakes.java";

  static final List<Sabotage> ALL =
      List.of(
          new Sabotage(
              "a-late-reply-answers-the-next-call-of-its-slot",
              READS_SEE_WRITES,
              CALLS,
              "return pending != null && pending.number == number ? pending : null;",
              "return pending;"),
          new Sabotage(
              "calls-on-a-broken-link-wait-for-ever",
              EVERYTHING_IS_BOUNDED,
              CALLS,
              "if (remove(pending.number)) { pending.listener.broken(); }",
              ""),
          new Sabotage(
                  "overdue-calls-are-not-broken",
                  EVERYTHING_IS_BOUNDED,
                  ENDPOINT,
                  "pending.breakOverdue(clock.nanos());",
                  "")
              .unseenBecause(
                  "a call ends with its answer, its link or its caller, and each of its callers"
                      + " looks at the time itself, or asks over links that break when the other"
                      + " end is silent"),
          new Sabotage(
              "two-calls-share-one-slot",
              IT_WORKS,
              CALLS,
              "int slot = freeCount > 0 ? free[--freeCount] : high++;",
              "int slot = freeCount > 0 ? free[freeCount -= freeCount > 8 ? 0 : 1] : high++;"),
          new Sabotage(
              "a-message-is-taken-for-whole-before-its-last-part-came",
              ACKNOWLEDGED_LIVES,
              PARTS,
              "if (message.bytes < message.totalBytes) { return null; }",
              "if (message.bytes < message.totalBytes / 2) { return null; }"),
          new Sabotage(
              "memory-of-parts-is-not-given-back",
              EVERYTHING_IS_BOUNDED,
              PARTS,
              "byte[] whole = message.join(); memory.give(message.totalBytes);",
              "byte[] whole = message.join();"));

  private PeerSabotages() {}
}
