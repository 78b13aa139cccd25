package io.atoll.repair;

import java.util.List;

/**
 * What a comparison found. Which side is behind, it does not say.
 *
 * @param epoch of the topology
 * @param momentMs as of when; where sides did not agree on the moment that was wanted, an earlier
 *     one, or {@link Moments#NOW}
 * @param settledMs all that was written until then was compared: the same moment or, where that is
 *     {@link Moments#NOW}, the one that was wanted
 * @param arcs how many arcs the two have in common
 * @param tokens what differs, by keyspace in the order of their numbers
 * @param streamed arcs that differ, in so many keys that it pays to go through all
 * @param notCompared arcs in common of which one side does not know what it has: whether they are
 *     in step is not known either
 * @param roundTrips how many times one waited for the other
 * @param refusal why nothing was compared; null where something was
 */
public record Compared(
    long epoch,
    long momentMs,
    long settledMs,
    int arcs,
    List<DifferingTokens> tokens,
    List<ArcId> streamed,
    List<ArcId> notCompared,
    int roundTrips,
    SketchAnswer.Reason refusal) {
  public Compared {
    tokens = List.copyOf(tokens);
    streamed = List.copyOf(streamed);
    notCompared = List.copyOf(notCompared);
  }

  /** Whether all arcs were compared and are the same on both sides. */
  public boolean inStep() {
    return refusal == null && notCompared.isEmpty() && isSame();
  }

  /** Whether nothing differs of what was compared. */
  public boolean isSame() {
    return tokens.isEmpty() && streamed.isEmpty();
  }

  /** How many tokens differ, in all keyspaces. */
  public int differing() {
    return tokens.stream().mapToInt(each -> each.tokens().length).sum();
  }
}
