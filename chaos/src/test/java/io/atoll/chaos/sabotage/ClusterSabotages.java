package io.atoll.chaos.sabotage;

import static io.atoll.chaos.sabotage.Promised.ACKNOWLEDGED_LIVES;
import static io.atoll.chaos.sabotage.Promised.DATA_IS_WHERE_THE_RING_SAYS;
import static io.atoll.chaos.sabotage.Promised.DROPPED_DATA_IS_GONE;
import static io.atoll.chaos.sabotage.Promised.IT_WORKS;
import static io.atoll.chaos.sabotage.Promised.MEMBERS_ARE_SEEN;

import java.util.List;

/** The ring, and who of it is alive. */
final class ClusterSabotages {
  private static final String RING = "node/src/main/java/io/atoll/ring/";
  private static final String PREFERENCES = RING + "PreferenceTable.java";
  private static final String RACKS = RING + "RackRule.java";
  private static final String TOPOLOGY = RING + "Topology.java";
  private static final String MEMBERSHIP = "node/src/main/java/io/atoll/membership/";
  private static final String DETECTOR = MEMBERSHIP + "FailureDetector.java";
  private static final String SUSPICION = MEMBERSHIP + "Suspicion.java";
  private static final String REFUTATION = MEMBERSHIP + "Refutation.java";
  private static final String PROBER = MEMBERSHIP + "Prober.java";
  private static final String RECONNECTOR = MEMBERSHIP + "Reconnector.java";
  private static final String GOSSIP = MEMBERSHIP + "Gossip.java";

  static final List<Sabotage> ALL =
      List.of(
          new Sabotage(
              "racks-are-ignored",
              DATA_IS_WHERE_THE_RING_SAYS,
              RACKS,
              "least[r] = Math.min(rackSizes[r], rounds); most[r] = Math.min(rackSizes[r], rounds +"
                  + " 1);",
              "least[r] = 0; most[r] = rackSizes[r];"),
          new Sabotage(
              "a-keyspace-has-one-replica-too-few-in-each-dc",
              DATA_IS_WHERE_THE_RING_SAYS,
              PREFERENCES,
              "for (int slot = 0; slot < factor.getValue(); slot++) {",
              "for (int slot = 0; slot < Math.max(1, factor.getValue() - 1); slot++) {"),
          new Sabotage(
              "a-keyspace-made-again-gets-the-number-of-the-dropped-one",
              DROPPED_DATA_IS_GONE,
              TOPOLOGY,
              "rest.remove(existing(name).name()); return withKeyspaces(rest, nextKeyspace);",
              "int id = existing(name).id(); rest.remove(name); return withKeyspaces(rest, id =="
                  + " nextKeyspace - 1 ? id : nextKeyspace);"),
          new Sabotage(
              "nobody-is-ever-suspected",
              MEMBERS_ARE_SEEN,
              DETECTOR,
              "if (peer.usable()) { suspect(peer, peer.generation, peer.incarnation);",
              "if (peer.unheard()) { suspect(peer, peer.generation, peer.incarnation);"),
          new Sabotage(
              "suspects-are-never-condemned",
              MEMBERS_ARE_SEEN,
              DETECTOR,
              "} else if (suspect.suspicion.ripe(now)) {",
              "} else if (suspect.suspicion.ripe(now) && suspect.unheard()) {"),
          new Sabotage(
              "suspects-are-condemned-at-once",
              MEMBERS_ARE_SEEN,
              SUSPICION,
              "return checks == LAST_CHECKS && nowMs >= nextCheckMs && nowMs >= deadlineMs();",
              "return true;"),
          new Sabotage(
              "who-is-down-is-never-taken-for-alive-again",
              MEMBERS_ARE_SEEN,
              DETECTOR,
              "if (known < 0) { become(peer, claim.generation, claim.incarnation, claim.status); }",
              "if (known < 0 && peer.usable()) { become(peer, claim.generation, claim.incarnation,"
                  + " claim.status); }"),
          new Sabotage(
              "a-suspect-that-answers-stays-a-suspect",
              MEMBERS_ARE_SEEN,
              DETECTOR,
              "if (known < 0) { become(peer, claim.generation, claim.incarnation, claim.status); }",
              "if (known < 0 && (peer.status != Status.SUSPECT || claim.generation >"
                  + " peer.generation)) { become(peer, claim.generation, claim.incarnation,"
                  + " claim.status); }"),
          new Sabotage(
              "a-refutation-raises-no-incarnation",
              MEMBERS_ARE_SEEN,
              REFUTATION,
              "self.incarnation++; } else {",
              "health.worse(); } else {"),
          new Sabotage(
              "what-is-said-of-oneself-is-not-refuted",
              MEMBERS_ARE_SEEN,
              GOSSIP,
              "return refutation.refutes(claim);",
              "return false;"),
          new Sabotage("nobody-is-probed", MEMBERS_ARE_SEEN, GOSSIP, "prober.tick(now);", ""),
          new Sabotage(
                  "nobody-helps-to-probe",
                  MEMBERS_ARE_SEEN,
                  PROBER,
                  "for (int i = 0; i < settings.probing().helpers(); i++) {",
                  "for (int i = settings.probing().helpers(); i < 0; i++) {")
              .unseenBecause(
                  "a suspect that one node alone cannot reach hears of it from the others and"
                      + " refutes it long before its time is up: helpers only spare suspicions,"
                      + " which nobody acts on"),
          new Sabotage(
              "near-nodes-are-timed-as-far-ones",
              MEMBERS_ARE_SEEN,
              DETECTOR,
              "return peer.local ? settings.lan() : settings.wan();",
              "return settings.wan();"),
          new Sabotage(
              "nobody-knocks-where-a-node-is-down",
              MEMBERS_ARE_SEEN,
              RECONNECTOR,
              "if (down.isEmpty()) {",
              "if (down.size() < members.size()) {"),
          new Sabotage(
              "a-node-that-leaves-says-nothing",
              MEMBERS_ARE_SEEN,
              GOSSIP,
              "for (PeerRecord peer : members.all()) { outbox.updateOfSelf(peer); }",
              ""),
          new Sabotage(
              "every-epoch-draws-the-claim-anew",
              ACKNOWLEDGED_LIVES,
              TOPOLOGY,
              "Claim deepened = claim.withDepths(members.values(), depths(changed.values()));",
              "java.util.List<Member> turned = new ArrayList<>(members.values());"
                  + " turned.replaceAll(m -> m.withWeight(1 + (m.number() + (int) epoch) % 3));"
                  + " Claim deepened = Claim.first(claim.partitions(), turned,"
                  + " depths(changed.values()));"),
          new Sabotage(
              "keyspaces-cannot-be-made",
              IT_WORKS,
              TOPOLOGY,
              "if (keyspaces.size() >= MAX_KEYSPACES) {",
              "if (keyspaces.size() >= 2) {"));

  private ClusterSabotages() {}
}
