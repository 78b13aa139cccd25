package io.atoll.synod;

import io.atoll.synod.SynodMessage.Accept;
import io.atoll.synod.SynodMessage.Accepted;
import io.atoll.synod.SynodMessage.Answer;
import io.atoll.synod.SynodMessage.Prepare;
import io.atoll.synod.SynodMessage.Promise;
import io.atoll.synod.SynodMessage.Refused;
import io.atoll.synod.SynodMessage.Request;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One ballot of one instance, as its proposer runs it: first a quorum promises it, then a value is
 * put to the vote, until a quorum has accepted it or somebody was ahead. It counts answers and
 * knows which request is in progress; sending, time, durability and the next ballot are its
 * owner's. Single-threaded.
 *
 * <p>What is put to the vote follows from the value that any acceptor of the promising quorum
 * accepted at the highest ballot, for that one may have been decided. The Synod protocol (Lamport,
 * "The Part-Time Parliament", 1998) puts it to the vote as it is, so that one value is ever
 * decided; CASPaxos (Rystsov, "CASPaxos: Replicated State Machines without logs", 2018) puts to the
 * vote what a change makes of it, so that every decided value is made from the one before.
 */
public final class Proposer<V> {
  /** Where an answer has led to. */
  public enum Progress {
    /** Nothing new is to be done. */
    NONE,
    /** The ballot is promised: {@link #value} is chosen and is to be put to the vote. */
    PROMISED,
    /** The value is decided. */
    DECIDED,
    /** A higher ballot was promised: this one is over, undecided as far as its proposer knows. */
    OUTBID
  }

  private enum Phase {
    PREPARING,
    VOTING,
    OVER
  }

  private final Ballot ballot;
  private final Set<String> acceptors;
  private final Quorum quorum;
  private final Function<Optional<V>, V> choice;
  private final TreeSet<String> answered = new TreeSet<>();
  private Phase phase = Phase.PREPARING;
  private Optional<Vote<V>> highest = Optional.empty();
  private V value;

  /**
   * @param ballot one that was never used
   * @param acceptors whose answers count; asked in this order
   * @param quorum of acceptors, for either phase
   * @param choice what to put to the vote, of what may have been decided
   */
  public Proposer(
      Ballot ballot, Collection<String> acceptors, Quorum quorum, Function<Optional<V>, V> choice) {
    this.ballot = ballot;
    this.acceptors = new LinkedHashSet<>(acceptors);
    this.quorum = quorum;
    this.choice = choice;
  }

  /** The ballot. For registers; nothing in service asks for it yet. */
  public Ballot ballot() {
    return ballot;
  }

  /**
   * What is put to the vote.
   *
   * @throws IllegalStateException before the ballot is promised
   */
  public V value() {
    if (value == null) {
      throw new IllegalStateException("ballot " + ballot + " is not promised yet");
    }
    return value;
  }

  /** The request in progress. */
  public Request<V> request() {
    return value == null ? new Prepare<>(ballot) : new Accept<>(ballot, value);
  }

  /**
   * The acceptors to whom the request must be sent, or sent again; none when the ballot is over.
   */
  public List<String> unanswered() {
    return phase == Phase.OVER
        ? List.of()
        : acceptors.stream().filter(acceptor -> !answered.contains(acceptor)).toList();
  }

  /** Counts an answer; one of another ballot, or that was counted, leads nowhere. */
  public Progress answered(String from, Answer<V> answer) {
    if (phase == Phase.OVER || !answer.ballot().equals(ballot) || !acceptors.contains(from)) {
      return Progress.NONE;
    }
    return switch (answer) {
      case Promise<V> promise when phase == Phase.PREPARING -> promised(from, promise);
      case Accepted<V> accepted when phase == Phase.VOTING -> accepted(from);
      case Refused<V> refused -> {
        phase = Phase.OVER;
        yield Progress.OUTBID;
      }
      case Promise<V> late -> Progress.NONE;
      case Accepted<V> early -> Progress.NONE;
    };
  }

  private Progress promised(String from, Promise<V> promise) {
    if (!answered.add(from)) {
      return Progress.NONE;
    }
    if (promise.vote().isPresent()
        && (highest.isEmpty()
            || promise.vote().get().ballot().compareTo(highest.get().ballot()) > 0)) {
      highest = promise.vote();
    }
    if (!quorum.isMetBy(answered)) {
      return Progress.NONE;
    }
    phase = Phase.VOTING;
    value = choice.apply(highest.map(Vote::value));
    answered.clear();
    return Progress.PROMISED;
  }

  private Progress accepted(String from) {
    if (!answered.add(from) || !quorum.isMetBy(answered)) {
      return Progress.NONE;
    }
    phase = Phase.OVER;
    return Progress.DECIDED;
  }
}
