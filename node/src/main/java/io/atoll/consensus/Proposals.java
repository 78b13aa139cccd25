package io.atoll.consensus;

import io.atoll.consensus.Effect.ProposalEnded;
import io.atoll.consensus.ProposalEnd.GaveUp;
import io.atoll.consensus.ProposalEnd.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The proposals of this node that are not over, in the order in which they came: the first is put
 * forward, the others wait, most often to lose to it.
 */
final class Proposals {
  /** A value that shall become an epoch, until a time. */
  static final class Proposal {
    private final Optional<ProposalId> id;
    private final long epoch;
    private final byte[] value;
    private final long deadlineMs;
    private boolean exposed;

    /**
     * @param id empty when nobody waits for its end: a vote that is being settled
     */
    Proposal(Optional<ProposalId> id, long epoch, byte[] value, long deadlineMs) {
      this.id = id;
      this.epoch = epoch;
      this.value = value;
      this.deadlineMs = deadlineMs;
    }

    byte[] value() {
      return value;
    }

    /** Its value was put to the vote: from now on it may be decided without this node. */
    void expose() {
      exposed = true;
    }
  }

  private final ArrayDeque<Proposal> waiting = new ArrayDeque<>();

  int size() {
    return waiting.size();
  }

  /** Adds one after the others; one that only settles a vote makes way, for any ballot does. */
  void add(Proposal proposal) {
    waiting.removeIf(p -> p.id.isEmpty());
    waiting.add(proposal);
  }

  /** The one to put forward. */
  Optional<Proposal> head() {
    return Optional.ofNullable(waiting.peek());
  }

  /** Removes those whose time is over, and says how they ended. */
  List<ProposalEnded> expire(long nowMs) {
    return remove(
        p -> nowMs >= p.deadlineMs, p -> new GaveUp(Reason.NO_MAJORITY_IN_TIME, p.exposed));
  }

  /**
   * Removes those whose epoch is decided, and says how they ended. What was never put to the vote
   * was decided by another, perhaps long before it was proposed here, so that a later epoch may
   * have undone it since.
   */
  List<ProposalEnded> conclude(History history) {
    return remove(
        p -> p.epoch <= history.newestEpoch(),
        p -> {
          Optional<byte[]> decided = history.value(p.epoch);
          if (decided.isEmpty()) {
            return new GaveUp(Reason.EPOCH_FORGOTTEN, p.exposed);
          }
          return p.exposed && Arrays.equals(decided.get(), p.value)
              ? new ProposalEnd.Decided()
              : new ProposalEnd.LostTo(decided.get());
        });
  }

  private List<ProposalEnded> remove(
      Predicate<Proposal> over, Function<Proposal, ProposalEnd> end) {
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<ProposalEnded> ended = new ArrayList<>();
    waiting.removeIf(
        p -> {
          if (!over.test(p)) {
            return false;
          }
          p.id.ifPresent(id -> ended.add(new ProposalEnded(id, end.apply(p))));
          return true;
        });
    return ended;
  }
}
