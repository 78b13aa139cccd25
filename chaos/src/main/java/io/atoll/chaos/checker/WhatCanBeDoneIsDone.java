package io.atoll.chaos.checker;

import io.atoll.chaos.history.Ending;
import io.atoll.chaos.history.Question;
import io.atoll.chaos.history.Request;
import io.atoll.chaos.history.Write;
import io.atoll.chaos.model.LevelRule;
import io.atoll.chaos.model.Placement;
import io.atoll.chaos.model.ReplicaCounts;
import io.atoll.chaos.watch.Health;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.ReadRepair;
import io.atoll.ring.Topology;
import io.atoll.wire.FailureCode;
import io.atoll.wire.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * No request fails in the storm that could have been fulfilled: the node that was asked was sound,
 * and so were replicas that meet the level, all of them clear of each other, since {@link
 * #BOUND_MS} before the request and until it ended.
 *
 * <p><b>The bound</b> is how long a cluster may take to see that something is well again, by the
 * settings of the nodes and what the network of the simulation does, one after the other:
 *
 * <ul>
 *   <li>4,000 ms until a connection breaks whose other end died without a word;
 *   <li>1,100 ms for an attempt to connect that began before the way was clear, and the pause after
 *       it ({@code SimPeerLinks});
 *   <li>500 ms until a silent peer is asked again ({@code AnswerDetector}, twice {@code everyMs});
 *   <li>5,200 ms for the most answers in a row that bring one back that failed often, 16 of them,
 *       each the longer of {@code returnMs} and a tick, and a round trip: 325 ms.
 * </ul>
 *
 * <p>A node that has started claims its run meanwhile; it makes writes under a new one after 3,000
 * ms at the latest ({@code IncarnationSettings}).
 *
 * <p><b>What may fail all the same</b>, each with its reason, is in {@link #isRight}.
 */
public final class WhatCanBeDoneIsDone implements Checker {
  public static final long BOUND_MS = 4_000 + 1_100 + 500 + 5_200;

  /** After so long everybody knows who is gone: far silence, and four questions. */
  private static final long DETECTION_MS = 3_000 + 1_000;

  /** One round trip to the farthest replica, and the disk. */
  private static final long ROUND_MS = 150;

  /** How long a read waits for one replica before it asks another, at most. */
  private static final long HEDGE_MS = 500;

  /**
   * How long a write waits for the replica that takes it in another DC, at most; and a read for one
   * that it repairs before its answer, before another stands in.
   */
  private static final long FORWARD_MS = 400;

  /** How long those who are behind may take to learn of an epoch by gossip. */
  private static final long SPREAD_MS = 3_000;

  /** What a request waits for an epoch: one who does not answer, and a round trip to another. */
  private static final long EPOCH_MS = 300 + ROUND_MS;

  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    Health health = evidence.watch().health();
    evidence.history().requests().forEach(request -> check(health, request, found));
    return found;
  }

  private static void check(Health health, Request request, List<String> found) {
    Question question = request.question();
    Ending ending = request.ending();
    if (ending instanceof Ending.Answered || question.node() == null) {
      return;
    }
    long toNanos =
        ending instanceof Ending.Refused refused
            ? refused.atNanos()
            : question.invokedNanos() + question.timeoutMs() * 1_000_000;
    long fromNanos = question.invokedNanos() - BOUND_MS * 1_000_000;
    if (!health.isSound(question.node(), fromNanos, toNanos)) {
      return;
    }
    Circumstances in = Circumstances.of(health, question, fromNanos, toNanos);
    if (in != null && in.canMeet() && !isRight(in, question, ending, request instanceof Write)) {
      found.add("%s, though %s were sound and clear of each other".formatted(request, in));
    }
  }

  /** The reasons why a request may fail that enough replicas could fulfil. */
  private static boolean isRight(
      Circumstances in, Question question, Ending ending, boolean write) {
    FailureCode code = ending instanceof Ending.Refused refused ? refused.code() : null;
    // The limit of what a state may hold has nothing to do with who is there.
    if (code == FailureCode.TOO_MANY_SIBLINGS) {
      return true;
    }
    // Who has seen the context may be one of those that are not there.
    if (code == FailureCode.CONTEXT_NOT_REACHED && !in.everybodyIsAble()) {
      return true;
    }
    // A keyspace that was made is known to a majority, and the node may be cut off from that.
    if (code == FailureCode.UNKNOWN_KEYSPACE && !in.majorityIsAble()) {
      return true;
    }
    // Where most clocks are wrong nobody can tell whose is right.
    boolean timed = write && in.keyspace().conflicts() == ConflictPolicy.LWW;
    if (timed && !in.majorityIsAble()) {
      return true;
    }
    // A write goes to the nearest replica, which is not known yet to be in trouble, and once that
    // may have made it nobody else is asked. One that has refused it has not made it.
    boolean mayBeMade =
        code != FailureCode.STORAGE_REFUSED
            && code != FailureCode.OVERLOADED
            && code != FailureCode.UNAVAILABLE;
    AbleReplicas replicas = in.replicas();
    if (write
        && mayBeMade
        && !replicas.contains(question.node())
        && !replicas.haveToThemselves(question.dc())
        && !replicas.doubtful().isEmpty()) {
      return true;
    }
    return question.timeoutMs() < neededMs(in, question, write, timed);
  }

  /** How long it takes when those in trouble are asked first. */
  private static long neededMs(Circumstances in, Question question, boolean write, boolean timed) {
    int doubtful = in.replicas().doubtful().size();
    long epochMs = in.epochIsRecent() ? EPOCH_MS : 0;
    if (!write) {
      boolean repairs = in.keyspace().readRepair() == ReadRepair.BLOCKING;
      long repairMs = repairs ? ROUND_MS + doubtful * FORWARD_MS : 0;
      return epochMs + ROUND_MS + doubtful * HEDGE_MS + repairMs;
    }
    long patienceMs = doubtful == 0 ? 0 : Math.min(FORWARD_MS, question.timeoutMs() / 2);
    // One that loses to a later version is made again, and spread again.
    int rounds = timed ? 2 : 1;
    long passedOnMs = in.replicas().contains(question.node()) ? 0 : ROUND_MS;
    return epochMs + passedOnMs + rounds * (patienceMs + ROUND_MS);
  }

  /** What was there for one request. */
  private record Circumstances(
      Keyspace keyspace,
      LevelRule rule,
      List<Member> all,
      AbleReplicas replicas,
      boolean majorityIsAble,
      boolean epochIsRecent) {

    /** Null where the key moved, or its keyspace was not there, at some moment of the time. */
    static Circumstances of(Health health, Question question, long fromNanos, long toNanos) {
      List<Topology> topologies = health.topologies(fromNanos, toNanos);
      if (topologies.isEmpty()) {
        return null;
      }
      Topology newest = topologies.getLast();
      Keyspace keyspace = newest.keyspaces().get(question.keyspace());
      List<Member> all = keyspace == null ? List.of() : replicas(newest, keyspace, question);
      for (Topology each : topologies) {
        Keyspace then = each.keyspaces().get(question.keyspace());
        if (then == null || !then.equals(keyspace) || !replicas(each, then, question).equals(all)) {
          return null;
        }
      }
      long knownNanos = question.invokedNanos() - DETECTION_MS * 1_000_000;
      AbleReplicas able =
          AbleReplicas.of(health, question.node(), all, fromNanos, knownNanos, toNanos);
      List<Member> members = List.copyOf(newest.members().values());
      int sound =
          AbleReplicas.of(health, question.node(), members, fromNanos, knownNanos, toNanos)
              .able()
              .size();
      LevelRule rule = new LevelRule(question.level(), question.dc(), ReplicaCounts.of(keyspace));
      long spreadNanos = question.invokedNanos() - SPREAD_MS * 1_000_000;
      return new Circumstances(
          keyspace,
          rule,
          all,
          able,
          2 * sound > members.size(),
          health.topologies(spreadNanos, toNanos).size() > 1);
    }

    private static List<Member> replicas(Topology topology, Keyspace keyspace, Question question) {
      byte[] key = question.key().getBytes(StandardCharsets.UTF_8);
      return Placement.replicas(topology, keyspace, Tokens.of(keyspace.id(), key));
    }

    boolean canMeet() {
      return rule.metBy(replicas.counts());
    }

    boolean everybodyIsAble() {
      return replicas.able().size() == all.size();
    }

    @Override
    public String toString() {
      return replicas.able().stream().map(Member::nodeId).toList().toString();
    }
  }
}
