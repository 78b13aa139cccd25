package io.atoll.repair;

import java.util.Map;
import java.util.TreeMap;

/**
 * How this node stands with one other replica of what it holds.
 *
 * @param member the other one, by its number
 * @param activity what is being done about it now
 * @param verdict what the last comparison came to
 * @param comparedMs wall time when the last comparison ended; 0 while there was none since the node
 *     started
 * @param inStepAsOfMs the latest moment as of which both were the same in all that both hold; 0
 *     while there is none since the node started
 * @param keyspacesInStepAsOfMs the same for each keyspace, by its number; one that is not there was
 *     not found in step since the node started
 * @param tally since the node started
 * @param arcsNotCompared how many arcs, counted once for each keyspace, the last comparison left
 *     out because one of the two did not know what it holds there
 * @param dirtyArcs how many arcs are dirty towards it for lack of hints, as of the last look
 * @param refusal why it could not be compared, or something not be brought; empty where all went
 *     well
 */
public record PartnerStatus(
    int member,
    Activity activity,
    RepairVerdict verdict,
    long comparedMs,
    long inStepAsOfMs,
    Map<Integer, Long> keyspacesInStepAsOfMs,
    RepairTally tally,
    long arcsNotCompared,
    long dirtyArcs,
    String refusal) {
  /** What is being done about a replica. */
  public enum Activity {
    WAITING("waits for its turn"),
    COMPARING("comparing"),
    EXCHANGING("bringing what differs"),
    DOWN("waits: the member is down"),
    PAUSED("paused"),
    OFF("off");

    private final String words;

    Activity(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  public PartnerStatus {
    keyspacesInStepAsOfMs = new TreeMap<>(keyspacesInStepAsOfMs);
  }
}
