package io.atoll.service;

import io.atoll.env.Clock;
import io.atoll.hints.Pace;
import io.atoll.peer.Peers;
import io.atoll.repair.ArcId;
import io.atoll.repair.CommonArcs;
import io.atoll.repair.Compared;
import io.atoll.repair.Comparison;
import io.atoll.repair.DifferingTokens;
import io.atoll.repair.ExchangeTurns;
import io.atoll.repair.Extent;
import io.atoll.repair.Moments;
import io.atoll.repair.RepairTally;
import io.atoll.repair.RepairVerdict;
import io.atoll.repair.SketchSide;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Partitions;
import io.atoll.ring.Topology;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares this node with another replica once, and exchanges what differs, both ways. Lives on one
 * loop. It comes to an end by itself, unless a part of this node never answers; whoever began it
 * may {@link #end} it.
 */
final class RepairSession {
  /** What going through an arc counts for, beside a token that differs. */
  private static final int ARC_UNITS = 1_000;

  private final int member;
  private final int keyspaceId;
  private final Doors doors;
  private final SessionTally tally;
  private final Pace pace = new Pace();
  private final Queue<Work> left = new ArrayDeque<>();
  private final Set<Integer> unproved = new TreeSet<>();
  private final Promise<Outcome> end = Promise.promise();
  private CommonArcs arcs;
  private Topology topology;
  private Compared compared;
  private long unitsDone;
  private long unitsLeft;
  private String refusal = "";
  private boolean over;
  private boolean begun;

  /** What it needs of its node. */
  record Doors(
      int self,
      SketchSide own,
      SketchKey key,
      Peers peers,
      Clock clock,
      ExchangeTurns turns,
      StateExchange.Doors exchange) {}

  /** Keys to be exchanged. */
  private record Work(Keyspace keyspace, Extent extent, int units) {}

  /**
   * What it came to.
   *
   * @param asOfMs the moment of the comparison; 0 where there was none
   * @param keyspacesInStep those of which all that both hold was the same as of that moment
   * @param arcsNotCompared how many arcs were left out
   * @param why what went wrong; empty where nothing did
   * @param mayDiffer whether something was found to differ, even if all of it was brought
   */
  record Outcome(
      RepairVerdict verdict,
      long asOfMs,
      Set<Integer> keyspacesInStep,
      int arcsNotCompared,
      String why,
      boolean mayDiffer) {}

  /**
   * @param member the other replica, by its number
   * @param keyspaceId what is compared; {@link CommonArcs#ALL_KEYSPACES} for all
   */
  RepairSession(int member, int keyspaceId, Doors doors, SessionTally tally) {
    this.member = member;
    this.keyspaceId = keyspaceId;
    this.doors = doors;
    this.tally = tally;
  }

  /**
   * @return never fails
   */
  Future<Outcome> begin() {
    topology = doors.exchange.topology().newest();
    arcs = CommonArcs.of(topology, doors.self, member, keyspaceId);
    if (arcs.size() == 0) {
      over = true;
      end.complete(new Outcome(RepairVerdict.IN_STEP, 0, Set.of(), 0, "", false));
      return end.future();
    }
    Comparison.begin(
            doors.own,
            new PeerSketches(doors.peers, member, doors.key),
            arcs,
            Moments.settled(doors.clock.wallMs()))
        .onComplete(
            found -> {
              tally.compared(found.roundTrips(), found.refusal() != null);
              found(found);
            },
            cause -> notCompared(String.valueOf(cause.getMessage())));
    return end.future();
  }

  /** Ends it early. */
  void end(String why) {
    refusal = why;
    over = true;
    finish();
  }

  private void notCompared(String why) {
    over = true;
    end.tryComplete(new Outcome(RepairVerdict.NOT_COMPARED, 0, Set.of(), arcs.size(), why, false));
  }

  private void found(Compared found) {
    if (over) {
      return;
    }
    if (found.refusal() != null) {
      notCompared(found.refusal().text());
      return;
    }
    compared = found;
    for (DifferingTokens differing : found.tokens()) {
      unproved.add(differing.keyspaceId());
      addTokens(differing);
    }
    for (ArcId arc : found.streamed()) {
      unproved.add(arc.keyspaceId());
      Extent all = new Extent.Range(Partitions.tokens(arc.arc(), topology.partitions()));
      add(topology.keyspace(arc.keyspaceId()), all, ARC_UNITS);
    }
    found.notCompared().forEach(arc -> unproved.add(arc.keyspaceId()));
    if (!left.isEmpty()) {
      begun = doors.turns.begins(doors.clock.millis());
      if (!begun) {
        end("this node exchanges with another node now");
        return;
      }
    }
    goOn();
  }

  private void addTokens(DifferingTokens differing) {
    long[] tokens = differing.tokens();
    for (int from = 0; from < tokens.length; from += Extent.MAX_TOKENS) {
      int to = Math.min(tokens.length, from + Extent.MAX_TOKENS);
      Extent some = new Extent.Tokens(Arrays.copyOfRange(tokens, from, to));
      add(topology.keyspace(differing.keyspaceId()), some, to - from);
    }
  }

  private void add(Keyspace keyspace, Extent extent, int units) {
    left.add(new Work(keyspace, extent, units));
    unitsLeft += units;
  }

  private void goOn() {
    Work work = over ? null : left.poll();
    if (work == null) {
      finish();
      return;
    }
    new StateExchange(
            member,
            work.keyspace,
            work.extent,
            new StateExchange.Terms(topology.epoch(), compared.momentMs(), pace, tally, () -> over),
            doors.exchange)
        .begin()
        .onComplete(
            done -> {
              unitsDone += work.units;
              unitsLeft -= work.units;
              goOn();
            },
            cause -> {
              // The others would hardly fare better now.
              refusal = refusal.isEmpty() ? String.valueOf(cause.getMessage()) : refusal;
              over = true;
              finish();
            });
  }

  private void finish() {
    over = true;
    if (begun) {
      begun = false;
      doors.turns.end();
    }
    end.tryComplete(
        new Outcome(
            verdict(),
            compared == null ? 0 : compared.settledMs(),
            keyspacesInStep(),
            compared == null ? arcs.size() : compared.notCompared().size(),
            why(),
            compared != null && !compared.isSame() && verdict() != RepairVerdict.IN_STEP));
  }

  private RepairVerdict verdict() {
    RepairTally came = tally.get();
    if (compared == null) {
      return RepairVerdict.NOT_COMPARED;
    }
    if (came.differing() > 0) {
      return refusal.isEmpty() ? RepairVerdict.MENDED : RepairVerdict.DIFFERENT;
    }
    boolean whole = refusal.isEmpty() && came.unsettled() == 0 && compared.notCompared().isEmpty();
    return whole ? RepairVerdict.IN_STEP : RepairVerdict.NOT_COMPARED;
  }

  private String why() {
    RepairTally came = tally.get();
    if (!refusal.isEmpty() || compared == null) {
      return refusal;
    }
    if (!compared.notCompared().isEmpty()) {
      return "%d of %d arcs are not known on one of the two nodes yet"
          .formatted(compared.notCompared().size(), compared.arcs());
    }
    return came.unsettled() > 0 && came.differing() == 0
        ? "%d keys were being written".formatted(came.unsettled())
        : "";
  }

  /** Where tokens seemed to differ and did not, nothing is different after all. */
  private Set<Integer> keyspacesInStep() {
    Set<Integer> proved = new TreeSet<>();
    if (compared != null) {
      proved.addAll(arcs.keyspaces());
      if (verdict() != RepairVerdict.IN_STEP) {
        proved.removeAll(unproved);
      }
    }
    return proved;
  }

  /** Whether it exchanges what differs, and does not compare any more. */
  boolean isExchanging() {
    return compared != null;
  }

  RepairTally tally() {
    return tally.get();
  }

  /** About how many bytes are left; -1 while nobody knows. */
  long bytesLeft() {
    if (compared == null) {
      return -1;
    }
    RepairTally came = tally.get();
    long done = came.sentBytes() + came.receivedBytes();
    if (unitsLeft == 0) {
      return 0;
    }
    return unitsDone == 0 ? -1 : (long) ((double) done / unitsDone * unitsLeft);
  }
}
