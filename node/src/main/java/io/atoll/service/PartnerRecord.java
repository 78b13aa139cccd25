package io.atoll.service;

import io.atoll.repair.PartnerStatus;
import io.atoll.repair.RepairTally;
import io.atoll.repair.RepairVerdict;
import java.util.TreeMap;

/** What is known of one other replica. Lives on one loop. */
final class PartnerRecord {
  private final TreeMap<Integer, Long> keyspacesInStepAsOfMs = new TreeMap<>();
  private RepairVerdict verdict = RepairVerdict.NONE;
  private long comparedMs;
  private long inStepAsOfMs;
  private RepairTally tally = RepairTally.NONE;
  private long arcsNotCompared;
  private String refusal = "";
  private long dirtyArcs;

  /** How many arcs are dirty towards it. */
  void dirty(long arcs) {
    dirtyArcs = arcs;
  }

  /**
   * A session with it has ended.
   *
   * @param whole whether all keyspaces were compared
   */
  void ended(RepairSession.Outcome outcome, RepairTally came, boolean whole, long wallMs) {
    tally = tally.plus(came);
    outcome
        .keyspacesInStep()
        .forEach(
            id ->
                keyspacesInStepAsOfMs.merge(
                    id, outcome.asOfMs(), (before, now) -> later(before, now, wallMs)));
    if (whole) {
      verdict = outcome.verdict();
      comparedMs = wallMs;
      arcsNotCompared = outcome.arcsNotCompared();
      refusal = outcome.why();
      if (verdict == RepairVerdict.IN_STEP) {
        inStepAsOfMs = later(inStepAsOfMs, outcome.asOfMs(), wallMs);
      }
    }
  }

  /** Of a moment that has not come yet a clock spoke that has been set right since. */
  private static long later(long beforeMs, long nowMs, long wallMs) {
    return beforeMs > wallMs ? nowMs : Math.max(beforeMs, nowMs);
  }

  PartnerStatus status(int member, PartnerStatus.Activity activity) {
    return new PartnerStatus(
        member,
        activity,
        verdict,
        comparedMs,
        inStepAsOfMs,
        keyspacesInStepAsOfMs,
        tally,
        arcsNotCompared,
        dirtyArcs,
        refusal);
  }
}
