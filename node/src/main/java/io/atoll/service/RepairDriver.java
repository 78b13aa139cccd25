package io.atoll.service;

import io.atoll.env.Clock;
import io.atoll.hints.HintReport;
import io.atoll.hints.TargetStatus;
import io.atoll.repair.CommonArcs;
import io.atoll.repair.PartnerStatus;
import io.atoll.repair.RepairFilter;
import io.atoll.repair.RepairRun;
import io.atoll.repair.RepairRuns;
import io.atoll.repair.RepairStats;
import io.atoll.repair.RepairStats.Counter;
import io.atoll.repair.RepairTally;
import io.atoll.repair.RepairTurns;
import io.atoll.repair.RepairVerdict;
import io.atoll.replication.LiveMembers;
import io.atoll.replication.TopologyFeed;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Begins the sessions of a node with the other replicas, in their turns and for the runs that
 * persons ask for, and keeps account of them. Whatever goes wrong ends a session, and a later turn
 * of the other begins the next one. Lives on loop 0.
 */
final class RepairDriver {
  private static final int MOST_SESSIONS = 2;
  private static final long LOOK_AT_HINTS_MS = 5_000;

  /** A session that moved nothing for so long waits for something that does not come. */
  private static final long PATIENCE_MS = 60_000;

  private final int self;
  private final TopologyFeed topology;
  private final RepairSession.Doors doors;
  private final LiveMembers liveness;
  private final Supplier<Future<HintReport>> hints;
  private final Clock clock;
  private final RepairStats stats;
  private final BooleanSupplier paused;
  private final RepairTurns turns;
  private final RepairRuns runs = new RepairRuns();
  private final TreeMap<Integer, PartnerRecord> records = new TreeMap<>();
  private final TreeMap<Integer, Active> active = new TreeMap<>();
  private RepairPartners partners = RepairPartners.NONE;
  private long hintsSeenMs = Long.MIN_VALUE;
  private boolean stopped;
  private volatile List<PartnerStatus> shown = List.of();

  /** A session that goes on. */
  private final class Active {
    private final int member;
    private final RepairRuns.Due due;
    private final RepairSession session;
    private RepairTally seen = RepairTally.NONE;
    private long movedMs = clock.millis();

    /**
     * @param due the run that it is for; null for none
     */
    Active(int member, RepairRuns.Due due) {
      this.member = member;
      this.due = due;
      Integer keyspaceId = due == null ? null : due.filter().keyspaceId();
      this.session =
          new RepairSession(
              member,
              keyspaceId == null ? CommonArcs.ALL_KEYSPACES : keyspaceId,
              doors,
              new SessionTally(stats));
    }

    void tick(long nowMs) {
      RepairTally now = session.tally();
      if (!now.equals(seen)) {
        seen = now;
        movedMs = nowMs;
      }
      if (due != null) {
        runs.goesOn(due, now, session.bytesLeft());
      }
      if (nowMs - movedMs > PATIENCE_MS) {
        session.end("nothing has moved for %d s".formatted(PATIENCE_MS / 1_000));
      }
    }
  }

  /**
   * @param liveness who is not down
   * @param hints what is to be brought to whom, on loop 0
   * @param turns whose turn it is
   * @param paused whether nothing is to be begun but runs
   */
  RepairDriver(
      RepairSession.Doors doors,
      LiveMembers liveness,
      Supplier<Future<HintReport>> hints,
      RepairTurns turns,
      BooleanSupplier paused,
      RepairStats stats) {
    this.self = doors.self();
    this.topology = doors.exchange().topology();
    this.doors = doors;
    this.liveness = liveness;
    this.hints = hints;
    this.clock = doors.clock();
    this.stats = stats;
    this.paused = paused;
    this.turns = turns;
  }

  /** Ends what goes on. */
  void stop() {
    stopped = true;
    List.copyOf(active.values()).forEach(each -> each.session.end("the node stops"));
  }

  /** Time has passed. */
  void tick() {
    long nowMs = clock.millis();
    look(nowMs);
    List.copyOf(active.values()).forEach(each -> each.tick(nowMs));
    while (active.size() < MOST_SESSIONS && beginNext(nowMs)) {
      // As many as may go on at once.
    }
  }

  /** Sees who there is, and who lacks something. */
  private void look(long nowMs) {
    Topology now = topology.newest();
    if (now.epoch() != partners.epoch()) {
      partners = RepairPartners.of(now, self);
      records.keySet().retainAll(partners.members().keySet());
      partners.members().keySet().forEach(each -> records.putIfAbsent(each, new PartnerRecord()));
      shown = partners();
    }
    List<RepairTurns.Seen> seen = new ArrayList<>();
    for (Member member : partners.members().values()) {
      seen.add(new RepairTurns.Seen(member.number(), member.dc(), liveness.alive(member.number())));
    }
    turns.see(nowMs, seen);
    if (hintsSeenMs == Long.MIN_VALUE || nowMs - hintsSeenMs >= LOOK_AT_HINTS_MS) {
      hintsSeenMs = nowMs;
      hints.get().onSuccess(all -> lack(all, nowMs));
    }
  }

  private void lack(HintReport all, long nowMs) {
    records.values().forEach(each -> each.dirty(0));
    for (TargetStatus target : all.targets()) {
      PartnerRecord partner = records.get(target.member());
      if (partner != null && target.dirtyArcs() > 0) {
        partner.dirty(target.dirtyArcs());
        turns.lacks(target.member(), nowMs);
      }
    }
  }

  private boolean beginNext(long nowMs) {
    RepairRuns.Due due = runs.next(nowMs, active.keySet());
    int member =
        due != null
            ? due.member()
            : paused.getAsBoolean() ? -1 : turns.next(nowMs, active.keySet());
    if (member < 0) {
      return false;
    }
    if (!liveness.alive(member) || !partners.members().containsKey(member)) {
      ended(due, down());
      return true;
    }
    Active begun = new Active(member, due);
    active.put(member, begun);
    begun.session.begin().onSuccess(outcome -> ended(begun, outcome));
    return true;
  }

  private static RepairSession.Outcome down() {
    return new RepairSession.Outcome(
        RepairVerdict.NOT_COMPARED, 0, Set.of(), 0, "the member is down", false);
  }

  private void ended(Active ended, RepairSession.Outcome outcome) {
    active.remove(ended.member, ended);
    RepairTally tally = ended.session.tally();
    if (outcome.verdict() == RepairVerdict.IN_STEP) {
      stats.count(Counter.IN_STEP);
    } else if (outcome.verdict() != RepairVerdict.MENDED) {
      stats.count(Counter.FAILED);
    }
    PartnerRecord partner = records.get(ended.member);
    if (partner != null) {
      partner.ended(outcome, tally, isWhole(ended.due), clock.wallMs());
    }
    long nowMs = clock.millis();
    if (ended.due != null) {
      runs.ended(ended.due, round(ended.member, outcome, tally), stopped, nowMs, clock.wallMs());
    }
    boolean again = outcome.mayDiffer() || tally.unsettled() > 0;
    turns.ended(ended.member, nowMs, again);
    shown = partners();
  }

  private void ended(RepairRuns.Due due, RepairSession.Outcome outcome) {
    if (due != null) {
      RepairRun.Part round = round(due.member(), outcome, RepairTally.NONE);
      runs.ended(due, round, true, clock.millis(), clock.wallMs());
    }
  }

  private static boolean isWhole(RepairRuns.Due due) {
    return due == null || due.filter().keyspaceId() == null;
  }

  private static RepairRun.Part round(
      int member, RepairSession.Outcome outcome, RepairTally tally) {
    return new RepairRun.Part(
        member,
        RepairRun.State.ENDED,
        outcome.verdict(),
        outcome.asOfMs(),
        tally,
        0,
        outcome.arcsNotCompared(),
        outcome.why());
  }

  /** Begins a run. */
  RepairRun begin(RepairFilter filter) {
    look(clock.millis());
    Topology now = topology.newest();
    List<Integer> members = new ArrayList<>();
    for (Member member : partners.members().values()) {
      boolean wanted =
          (filter.dc() == null || filter.dc().equals(member.dc()))
              && (filter.member() == null || filter.member() == member.number())
              && (filter.keyspaceId() == null
                  || CommonArcs.of(now, self, member.number(), filter.keyspaceId()).size() > 0);
      if (wanted) {
        members.add(member.number());
      }
    }
    return runs.get(runs.begin(filter, clock.wallMs(), members));
  }

  /** How far a run is; null for one that is not known. */
  RepairRun run(long id) {
    return runs.get(id);
  }

  /** How many arcs this node holds, counted once for each keyspace. */
  long arcs() {
    return partners.arcs();
  }

  /** How this node stands with each of the others. */
  List<PartnerStatus> partners() {
    List<PartnerStatus> all = new ArrayList<>();
    records.forEach((member, each) -> all.add(each.status(member, activity(member))));
    return List.copyOf(all);
  }

  /** The same when that changed last; from any thread. */
  List<PartnerStatus> shown() {
    return shown;
  }

  private PartnerStatus.Activity activity(int member) {
    Active now = active.get(member);
    if (now != null) {
      return now.session.isExchanging()
          ? PartnerStatus.Activity.EXCHANGING
          : PartnerStatus.Activity.COMPARING;
    }
    if (paused.getAsBoolean()) {
      return PartnerStatus.Activity.PAUSED;
    }
    return liveness.alive(member) ? PartnerStatus.Activity.WAITING : PartnerStatus.Activity.DOWN;
  }
}
