package io.atoll.repair;

import io.atoll.repair.RepairRun.Part;
import io.atoll.repair.RepairRun.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The runs that persons asked for: with whom each is to be compared next, and how far it is. A
 * replica is compared, and mended, until it is in step, or until some rounds in a row brought
 * nothing. Not thread-safe.
 */
public final class RepairRuns {
  /** So many are remembered. */
  static final int KEPT = 16;

  /** After so many rounds that brought nothing a part is given up. */
  static final int FRUITLESS_ROUNDS = 15;

  private static final long PAUSE_MS = 2_000;

  private final TreeMap<Long, Run> runs = new TreeMap<>();
  private long lastId;

  /**
   * A comparison that is to be made for a run.
   *
   * @param run its number
   * @param member with whom
   */
  public record Due(long run, int member, RepairFilter filter) {}

  private static final class Run {
    private final RepairFilter filter;
    private final long startedMs;
    private final TreeMap<Integer, Progress> parts = new TreeMap<>();
    private long endedMs;

    private Run(RepairFilter filter, long startedMs) {
      this.filter = filter;
      this.startedMs = startedMs;
    }
  }

  private static final class Progress {
    private State state = State.WAITING;
    private boolean underWay;
    private long notBeforeMs = Long.MIN_VALUE;
    private int fruitless;
    private RepairVerdict verdict = RepairVerdict.NONE;
    private long asOfMs;
    private RepairTally earlier = RepairTally.NONE;
    private RepairTally now = RepairTally.NONE;
    private long bytesLeft = -1;
    private long arcsNotCompared;
    private String why = "";
  }

  /**
   * Begins a run.
   *
   * @param wallMs wall time
   * @param members whom it is with
   * @return its number
   */
  public long begin(RepairFilter filter, long wallMs, Collection<Integer> members) {
    lastId = Math.max(lastId + 1, wallMs);
    Run run = new Run(filter, wallMs);
    members.forEach(member -> run.parts.put(member, new Progress()));
    run.endedMs = members.isEmpty() ? wallMs : 0;
    runs.put(lastId, run);
    while (runs.size() > KEPT) {
      runs.pollFirstEntry();
    }
    return lastId;
  }

  /**
   * What is to be compared now.
   *
   * @param busy with whom something goes on
   * @return null for nothing
   */
  public Due next(long nowMs, Set<Integer> busy) {
    for (var run : runs.entrySet()) {
      for (var part : run.getValue().parts.entrySet()) {
        Progress progress = part.getValue();
        if (progress.state != State.ENDED
            && !progress.underWay
            && progress.notBeforeMs <= nowMs
            && !busy.contains(part.getKey())) {
          progress.state = State.RUNNING;
          progress.underWay = true;
          return new Due(run.getKey(), part.getKey(), run.getValue().filter);
        }
      }
    }
    return null;
  }

  /**
   * A comparison goes on.
   *
   * @param tally of this comparison
   */
  public void goesOn(Due due, RepairTally tally, long bytesLeft) {
    Progress progress = progress(due);
    if (progress != null) {
      progress.now = tally;
      progress.bytesLeft = bytesLeft;
    }
  }

  /**
   * A comparison has ended.
   *
   * @param round what it came to; only its verdict, moment, tally, arcs and reason count
   * @param hopeless whether there is no point in another one, as where the member is down
   */
  public void ended(Due due, Part round, boolean hopeless, long nowMs, long wallMs) {
    Progress progress = progress(due);
    if (progress == null) {
      return;
    }
    boolean fruitful =
        round.bytesDone() > 0
            || (round.arcsNotCompared() < progress.arcsNotCompared
                && progress.verdict == RepairVerdict.NOT_COMPARED);
    progress.underWay = false;
    progress.fruitless = fruitful ? 0 : progress.fruitless + 1;
    progress.verdict = round.verdict();
    progress.asOfMs = round.asOfMs();
    progress.earlier = progress.earlier.plus(round.tally());
    progress.now = RepairTally.NONE;
    progress.bytesLeft = -1;
    progress.arcsNotCompared = round.arcsNotCompared();
    progress.why = round.why();
    if (round.verdict() == RepairVerdict.IN_STEP
        || hopeless
        || progress.fruitless >= FRUITLESS_ROUNDS) {
      progress.state = State.ENDED;
      progress.bytesLeft = 0;
      endIfDone(runs.get(due.run), wallMs);
    } else {
      progress.notBeforeMs = nowMs + PAUSE_MS;
    }
  }

  private static void endIfDone(Run run, long wallMs) {
    if (run.parts.values().stream().allMatch(part -> part.state == State.ENDED)) {
      run.endedMs = Math.max(wallMs, 1);
    }
  }

  private Progress progress(Due due) {
    Run run = runs.get(due.run);
    return run == null ? null : run.parts.get(due.member);
  }

  /** How far a run is; null for one that is not known. */
  public RepairRun get(long id) {
    Run run = runs.get(id);
    if (run == null) {
      return null;
    }
    List<Part> parts = new ArrayList<>();
    run.parts.forEach(
        (member, part) ->
            parts.add(
                new Part(
                    member,
                    part.state,
                    part.verdict,
                    part.asOfMs,
                    part.earlier.plus(part.now),
                    part.bytesLeft,
                    part.arcsNotCompared,
                    part.why)));
    return new RepairRun(id, run.filter, run.startedMs, run.endedMs, parts);
  }
}
