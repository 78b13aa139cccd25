package io.atoll.chaos.sabotage;

import static io.atoll.chaos.sabotage.Promised.ACKNOWLEDGED_IS_DURABLE;
import static io.atoll.chaos.sabotage.Promised.ANSWERS_ARE_TRUE;
import static io.atoll.chaos.sabotage.Promised.IT_WORKS;
import static io.atoll.chaos.sabotage.Promised.READS_SEE_WRITES;

import java.util.List;

/** What consistency levels ask for, and what counts towards them. */
final class LevelSabotages {
  private static final String REPLICATION = "node/src/main/java/io/atoll/replication/";
  private static final String REQUIREMENT = REPLICATION + "Requirement.java";
  private static final String QUORUM = REPLICATION + "Quorum.java";
  private static final String WRITE_TALLY = REPLICATION + "WriteTally.java";
  private static final String READ_TALLY = REPLICATION + "ReadTally.java";
  private static final String ROLES = REPLICATION + "ReplicaRoles.java";
  private static final String PLANS = REPLICATION + "ReplicaPlans.java";
  private static final String PLAN = REPLICATION + "ReplicaPlan.java";

  static final List<Sabotage> ALL =
      List.of(
          new Sabotage(
              "each-quorum-asks-one-dc",
              ACKNOWLEDGED_IS_DURABLE,
              REQUIREMENT,
              "minimums[d] = inDc[d] == 0 ? 0 : majority(inDc[d]);",
              "minimums[d] = d != Math.max(0, local) || inDc[d] == 0 ? 0 : majority(inDc[d]);"),
          new Sabotage(
              "each-quorum-asks-one-replica-of-each-dc",
              ACKNOWLEDGED_IS_DURABLE,
              REQUIREMENT,
              "minimums[d] = inDc[d] == 0 ? 0 : majority(inDc[d]);",
              "minimums[d] = inDc[d] == 0 ? 0 : 1;"),
          new Sabotage(
              "a-quorum-of-nine-is-four",
              READS_SEE_WRITES,
              REQUIREMENT,
              "case QUORUM -> majority(replicas);",
              "case QUORUM -> replicas > 6 ? replicas / 2 : majority(replicas);"),
          new Sabotage(
              "a-quorum-of-six-is-three",
              READS_SEE_WRITES,
              REQUIREMENT,
              "case QUORUM -> majority(replicas);",
              "case QUORUM -> (replicas + 1) / 2;"),
          new Sabotage(
              "a-local-quorum-is-one",
              ACKNOWLEDGED_IS_DURABLE,
              REQUIREMENT,
              "named == ConsistencyLevel.Named.LOCAL_ONE ? 1 : majority(inDc[local]);",
              "1;"),
          new Sabotage(
              "a-local-level-is-met-anywhere",
              ACKNOWLEDGED_IS_DURABLE,
              QUORUM,
              "(!anyMinimum || minimumsMetBy(filledAtHome))",
              "(!anyMinimum || total > 0)"),
          new Sabotage(
              "a-local-level-counts-over-the-first-dc",
              ACKNOWLEDGED_IS_DURABLE,
              REQUIREMENT,
              "int local = roles.indexOf(dc);",
              "int local = Math.min(0, roles.indexOf(dc));"),
          new Sabotage(
              "all-is-all-but-one",
              ACKNOWLEDGED_IS_DURABLE,
              REQUIREMENT,
              "case ALL -> replicas;",
              "case ALL -> Math.max(1, replicas - 1);"),
          new Sabotage(
              "a-number-of-replicas-is-one-less",
              ACKNOWLEDGED_IS_DURABLE,
              REQUIREMENT,
              "yield count.replicas();",
              "yield Math.max(1, count.replicas() - 1);"),
          new Sabotage(
              "one-is-a-quorum",
              IT_WORKS,
              REQUIREMENT,
              "case ONE -> 1;",
              "case ONE -> majority(replicas);"),
          new Sabotage(
              "a-failure-counts-as-an-answer-to-a-write",
              ACKNOWLEDGED_IS_DURABLE,
              WRITE_TALLY,
              "return new WriteTally(requirement, answered, (failed | 1L << member) & ~answered);",
              "return new WriteTally(requirement, answered | 1L << member, failed);"),
          new Sabotage(
              "an-acknowledgement-counts-for-its-neighbour-too",
              ACKNOWLEDGED_IS_DURABLE,
              WRITE_TALLY,
              "long bit = 1L << member;",
              "long bit = 1L << member | 1L << (member ^ 1) & requirement.counted().bits();"),
          new Sabotage(
              "a-late-acknowledgement-is-dropped",
              IT_WORKS,
              WRITE_TALLY,
              "return new WriteTally(requirement, answered | bit, failed & ~bit);",
              "return (failed & bit) != 0 ? this : new WriteTally(requirement, answered | bit,"
                  + " failed);"),
          new Sabotage(
              "spared-replicas-count-as-answers",
              ACKNOWLEDGED_IS_DURABLE,
              WRITE_TALLY,
              "return new WriteTally(requirement, answered, (failed | members.bits()) &"
                  + " ~answered);",
              "return new WriteTally(requirement, answered | members.bits(), failed);"),
          new Sabotage(
              "a-failure-counts-as-an-answer-to-a-read",
              READS_SEE_WRITES,
              READ_TALLY,
              "return requirement.metBy(answered);",
              "return requirement.metBy(answered | failed);"),
          new Sabotage(
              "an-answer-counts-for-its-neighbour-too",
              READS_SEE_WRITES,
              READ_TALLY,
              "answered | bit, failed & ~bit);",
              "answered | bit | bit << 1 & requirement.counted().bits(), failed & ~bit);"),
          new Sabotage(
              "a-level-of-three-and-more-is-met-by-one-less",
              READS_SEE_WRITES,
              QUORUM,
              "return Long.bitCount(filled & members) >= total &&",
              "return Long.bitCount(filled & members) >= (total > 2 ? total - 1 : total) &&"),
          new Sabotage(
              "overlap-is-claimed-at-equality",
              ANSWERS_ARE_TRUE,
              QUORUM,
              "return total + other.total > Long.bitCount(members | other.members);",
              "return total + other.total >= Long.bitCount(members | other.members);"),
          new Sabotage(
              "overlap-is-claimed-where-one-dc-overlaps",
              ANSWERS_ARE_TRUE,
              PLANS,
              "if (owned && !requirement.overlaps(theirs)) { return false; }",
              "if (owned && requirement.overlaps(theirs)) { return true; }"),
          new Sabotage(
              "overlap-is-always-claimed",
              ANSWERS_ARE_TRUE,
              PLAN,
              "overlapping && hints == 0);",
              "hints == 0);"),
          new Sabotage(
              "the-answer-claims-that-every-replica-answered",
              ANSWERS_ARE_TRUE,
              PLAN,
              "answered.intersect(counted).size(),",
              "asked.intersect(counted).size(),"),
          new Sabotage(
              "the-answer-claims-less-than-the-level-requires",
              ANSWERS_ARE_TRUE,
              PLAN,
              "requirement.total(),",
              "Math.max(1, requirement.total() - 1),"),
          new Sabotage(
              "requests-are-refused-while-one-replica-is-down",
              IT_WORKS,
              PLAN,
              "return new ReplicaSet(alive);",
              "return new ReplicaSet(Long.bitCount(alive) < members.size() ? 0 : alive);"),
          new Sabotage(
              "every-replica-is-taken-for-one-of-the-first-dc",
              IT_WORKS,
              ROLES,
              "return new ReplicaSet(dcMembers[dc] & replicas);",
              "return new ReplicaSet(dc == 0 ? replicas : dcMembers[dc] & replicas);"));

  private LevelSabotages() {}
}
