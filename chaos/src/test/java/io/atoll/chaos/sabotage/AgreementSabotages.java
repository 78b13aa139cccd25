package io.atoll.chaos.sabotage;

import static io.atoll.chaos.sabotage.Promised.EVENTS_ARE_UNIQUE;
import static io.atoll.chaos.sabotage.Promised.IT_WORKS;
import static io.atoll.chaos.sabotage.Promised.TOPOLOGY_IS_ONE;

import java.util.List;

/** How nodes agree on the topology, and on which run of a node is its newest. */
final class AgreementSabotages {
  private static final String ACCEPTOR = "node/src/main/java/io/atoll/synod/Acceptor.java";
  private static final String PROPOSER = "node/src/main/java/io/atoll/synod/Proposer.java";
  private static final String MAJORITY = "node/src/main/java/io/atoll/synod/Quorum.java";
  private static final String CONSENSUS = "node/src/main/java/io/atoll/consensus/";
  private static final String LOG = CONSENSUS + "TopologyLog.java";
  private static final String OUTBOX = CONSENSUS + "Outbox.java";
  private static final String CANDIDATE = CONSENSUS + "Candidate.java";
  private static final String VOTER = CONSENSUS + "Voter.java";
  private static final String RUNNER = CONSENSUS + "TopologyLogRunner.java";
  private static final String INCARNATION = "node/src/main/java/io/atoll/incarnation/";
  private static final String CLAIMANT = INCARNATION + "Claimant.java";
  private static final String LEDGER = INCARNATION + "ClaimLedger.java";
  private static final String SERVICE =
      "node/src/main/java/io/atoll/service/IncarnationService.java";
  private static final String RECORDS = "node/src/main/java/io/atoll/service/RunRecords.java";

  static final List<Sabotage> ALL =
      List.of(
          new Sabotage(
              "an-acceptor-forgets-its-promise",
              TOPOLOGY_IS_ONE,
              ACCEPTOR,
              ": new Step<>(new Acceptor<>(ballot, vote), promise, true);",
              ": unchanged(promise);"),
          new Sabotage(
              "an-acceptor-forgets-its-vote-when-it-promises",
              TOPOLOGY_IS_ONE,
              ACCEPTOR,
              ": new Step<>(new Acceptor<>(ballot, vote), promise, true);",
              ": new Step<>(new Acceptor<>(ballot, Optional.empty()), new Promise<>(ballot,"
                  + " Optional.empty()), true);"),
          new Sabotage(
              "an-acceptor-votes-below-its-promise",
              TOPOLOGY_IS_ONE,
              ACCEPTOR,
              "if (ballot.compareTo(promised) < 0) {",
              "if (ballot.compareTo(promised) < 0 && request instanceof Prepare) {"),
          new Sabotage(
              "a-promise-is-told-before-it-is-durable",
              TOPOLOGY_IS_ONE,
              OUTBOX,
              "void emit(Outward effect) { persist(); effects.add(effect);",
              "void emit(Outward effect) { effects.add(effect);"),
          new Sabotage(
              "promises-are-kept-in-memory-only",
              TOPOLOGY_IS_ONE,
              VOTER,
              "if (step.changed()) { outbox.changed(); }",
              ""),
          new Sabotage(
              "a-proposer-ignores-what-was-accepted",
              TOPOLOGY_IS_ONE,
              PROPOSER,
              "value = choice.apply(highest.map(Vote::value));",
              "value = choice.apply(Optional.empty());"),
          new Sabotage(
              "a-proposer-takes-up-the-lowest-vote",
              TOPOLOGY_IS_ONE,
              PROPOSER,
              "|| promise.vote().get().ballot().compareTo(highest.get().ballot()) > 0)) {",
              "|| promise.vote().get().ballot().compareTo(highest.get().ballot()) < 0)) {"),
          new Sabotage(
              "promises-count-as-votes",
              TOPOLOGY_IS_ONE,
              PROPOSER,
              "value = choice.apply(highest.map(Vote::value)); answered.clear();",
              "value = choice.apply(highest.map(Vote::value));"),
          new Sabotage(
              "one-vote-decides",
              TOPOLOGY_IS_ONE,
              PROPOSER,
              "if (!answered.add(from) || !quorum.isMetBy(answered)) { return Progress.NONE; }"
                  + " phase = Phase.OVER;",
              "if (!answered.add(from)) { return Progress.NONE; } phase = Phase.OVER;"),
          new Sabotage(
              "a-third-is-a-majority",
              TOPOLOGY_IS_ONE,
              MAJORITY,
              "> all.size() / 2;",
              "> all.size() / 3;"),
          new Sabotage(
              "votes-of-one-epoch-count-in-the-next",
              TOPOLOGY_IS_ONE,
              LOG,
              "voters = values.votersOf(value); voter.begin();",
              "voters = values.votersOf(value);"),
          new Sabotage(
              "what-is-fetched-goes-under-one-epoch",
              TOPOLOGY_IS_ONE,
              LOG,
              "learn(from, epoch, value); epoch++;",
              "learn(from, epoch, value);"),
          new Sabotage(
              "an-adopted-topology-is-not-written",
              TOPOLOGY_IS_ONE,
              LOG,
              "candidate.begin(); outbox.changed(); outbox.emit(new Adopted(epoch, value));",
              "candidate.begin(); outbox.emit(new Adopted(epoch, value));"),
          new Sabotage(
              "a-proposal-counts-as-decided-whatever-was",
              TOPOLOGY_IS_ONE,
              CONSENSUS + "Proposals.java",
              "return p.exposed && Arrays.equals(decided.get(), p.value) ?",
              "return decided.get().length > 0 ?"),
          new Sabotage(
              "a-ballot-is-used-again",
              TOPOLOGY_IS_ONE,
              CANDIDATE,
              "ownRound = Math.max(ownRound, highestRound) + 1; highestRound = ownRound;",
              "ownRound = Math.max(1, highestRound); highestRound = ownRound;"),
          new Sabotage(
                  "an-outbid-proposer-gives-up-for-good",
                  IT_WORKS,
                  CANDIDATE,
                  "outbid.sleepUntil(nowMs + 1 + entropy.nextLong(longestMs));",
                  "outbid.sleepUntil(Long.MAX_VALUE);")
              .unseenBecause(
                  "who outbid it goes on, and what that one decides wakes it; it sleeps only where"
                      + " that one dies before it votes and nobody else asks for a change"),
          new Sabotage(
              "nobody-catches-up",
              TOPOLOGY_IS_ONE,
              LOG,
              "catchUp .next(nowMs, history.newestEpoch()) .ifPresent(peer -> outbox.send(peer, new"
                  + " Fetch(history.newestEpoch() + 1)));",
              ""),
          new Sabotage(
              "effects-do-not-wait-for-the-disk",
              TOPOLOGY_IS_ONE,
              RUNNER,
              "while (!persisting && failure == null && !queue.isEmpty()) {",
              "while (failure == null && !queue.isEmpty()) {"),
          new Sabotage(
              "every-claim-to-be-the-newest-run-is-granted",
              EVENTS_ARE_UNIQUE,
              LEDGER,
              "if (!mayBe) {",
              "if (!mayBe && newest.size() > 1_000) {"),
          new Sabotage(
              "a-claim-is-granted-by-one",
              EVENTS_ARE_UNIQUE,
              CLAIMANT,
              "} else if (isMajority(accepted)) { establish();",
              "} else if (accepted > 0) { establish();"),
          new Sabotage(
              "a-node-establishes-itself-without-asking",
              EVENTS_ARE_UNIQUE,
              CLAIMANT,
              "if (peers.isEmpty()) { if (hasRunBefore) {",
              "if (peers.isEmpty() || hasRunBefore) { if (hasRunBefore) {"),
          new Sabotage(
              "a-node-whose-claim-is-refused-writes-on-as-before",
              EVENTS_ARE_UNIQUE,
              CLAIMANT,
              "if (phase == Phase.CLAIMING) { renew(",
              "if (phase == Phase.CLAIMING && peer.keepsNothing) { renew("),
          new Sabotage(
              "a-renewed-incarnation-is-the-old-one",
              EVENTS_ARE_UNIQUE,
              SERVICE,
              "int drawn = StorageEngine.drawGeneration(env.entropy());",
              "int drawn = engine.generation() > 0 ? engine.generation() :"
                  + " StorageEngine.drawGeneration(env.entropy());"),
          new Sabotage(
              "a-node-that-went-back-remembers-votes-it-has-not",
              TOPOLOGY_IS_ONE,
              SERVICE,
              "votes.remembers(VoteMemory.LOST);",
              "votes.remembers(VoteMemory.WHOLE);"),
          new Sabotage(
                  "a-copied-directory-is-taken-for-the-original",
                  EVENTS_ARE_UNIQUE,
                  RECORDS,
                  "if (doubt.isEmpty() && !before.anchor().isEmpty() &&"
                      + " !before.anchor().equals(anchor)) {",
                  "if (doubt.isEmpty() && before.anchor().length() > 1_000) {")
              .unseenBecause(
                  "the other nodes remember the runs of a node, and tell of a directory that was"
                      + " put back; the anchor is for a node that has nobody to ask, and every"
                      + " cluster of a run has several"));

  private AgreementSabotages() {}
}
