package io.atoll.chaos.history;

import io.atoll.causal.Siblings;
import io.atoll.causal.VersionVector;
import io.atoll.ring.ConsistencyLevel;
import java.util.BitSet;

/** One read of a run, and what it showed. */
public final class Read {
  private final int id;
  private final Question question;
  private final VersionVector minContext;
  private final BitSet mustSee;
  private Ending ending = Ending.OPEN;
  private Siblings answer;

  /**
   * @param id unique among the reads of the run, 0 or more
   * @param minContext what the answer has to have seen
   * @param mustSee ids of the writes that its client had seen when it got that context
   */
  Read(int id, Question question, VersionVector minContext, BitSet mustSee) {
    this.id = id;
    this.question = question;
    this.minContext = minContext;
    this.mustSee = (BitSet) mustSee.clone();
  }

  public int id() {
    return id;
  }

  public Question question() {
    return question;
  }

  public String keyspace() {
    return question.keyspace();
  }

  public String key() {
    return question.key();
  }

  public ConsistencyLevel level() {
    return question.level();
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

  public Ending ending() {
    return ending;
  }

  /** It was answered. */
  public void answered(Ending.Answered how, Siblings state) {
    ending = how;
    answer = state;
  }

  /** It was refused, or failed. */
  public void refused(Ending.Refused how) {
    ending = how;
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
            id, question.client(), question, ending, isAnswered() ? ", showed " + answer : "");
  }
}
