package io.atoll.chaos.history;

import io.atoll.causal.Siblings;
import io.atoll.causal.VersionVector;
import java.util.BitSet;

/** One read of a run, and what it showed. */
public final class Read extends Request {
  private final VersionVector minContext;
  private final BitSet mustSee;
  private Siblings answer;

  /**
   * @param id unique among the reads of the run, 0 or more
   * @param minContext what the answer has to have seen
   * @param mustSee ids of the writes that its client had seen when it got that context
   */
  Read(int id, Question question, VersionVector minContext, BitSet mustSee) {
    super(id, question);
    this.minContext = minContext;
    this.mustSee = (BitSet) mustSee.clone();
  }

  public VersionVector minContext() {
    return minContext;
  }

  /** Whether it must not be behind a write. */
  public boolean mustSee(int writeId) {
    return mustSee.get(writeId);
  }

  /** Whether it must not be behind anything: what most reads show is up to the store. */
  public boolean asksForSomething() {
    return !minContext.isEmpty() || !mustSee.isEmpty();
  }

  /** It was answered. */
  public void answered(Ending.Answered how, Siblings state) {
    ended(how);
    answer = state;
  }

  public boolean isAnswered() {
    return answer != null;
  }

  /** What it showed; null unless it was answered. */
  public Siblings answer() {
    return answer;
  }

  @Override
  public String toString() {
    return "read %d by %s of %s, %s%s"
        .formatted(
            id(),
            question().client(),
            question(),
            ending(),
            isAnswered() ? ", showed " + StateText.of(answer) : "");
  }
}
