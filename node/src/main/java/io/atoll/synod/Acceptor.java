package io.atoll.synod;

import io.atoll.synod.SynodMessage.Accept;
import io.atoll.synod.SynodMessage.Accepted;
import io.atoll.synod.SynodMessage.Answer;
import io.atoll.synod.SynodMessage.Prepare;
import io.atoll.synod.SynodMessage.Promise;
import io.atoll.synod.SynodMessage.Refused;
import io.atoll.synod.SynodMessage.Request;
import java.util.Optional;

/**
 * What an acceptor has promised and accepted in one instance. Immutable.
 *
 * @param promised no lower ballot is listened to
 * @param vote the value accepted at the highest ballot
 */
public record Acceptor<V>(Ballot promised, Optional<Vote<V>> vote) {
  /**
   * What a request leads to.
   *
   * @param changed whether the acceptor is another than before: it must then be durable before the
   *     answer leaves
   */
  public record Step<V>(Acceptor<V> acceptor, Answer<V> answer, boolean changed) {}

  /** Nothing promised, nothing accepted. */
  public static <V> Acceptor<V> fresh() {
    return new Acceptor<>(Ballot.NONE, Optional.empty());
  }

  /** Grants a request unless a higher ballot was promised; one that was granted before is again. */
  public Step<V> handle(Request<V> request) {
    Ballot ballot = request.ballot();
    if (ballot.compareTo(promised) < 0) {
      return unchanged(new Refused<>(ballot, promised));
    }
    return switch (request) {
      case Prepare<V> prepare -> prepared(ballot);
      case Accept<V> accept -> accepted(ballot, accept.value());
    };
  }

  private Step<V> prepared(Ballot ballot) {
    Answer<V> promise = new Promise<>(ballot, vote);
    return ballot.equals(promised)
        ? unchanged(promise)
        : new Step<>(new Acceptor<>(ballot, vote), promise, true);
  }

  private Step<V> accepted(Ballot ballot, V value) {
    Answer<V> accepted = new Accepted<>(ballot);
    boolean before = vote.isPresent() && vote.get().ballot().equals(ballot);
    return before
        ? unchanged(accepted)
        : new Step<>(
            new Acceptor<>(ballot, Optional.of(new Vote<>(ballot, value))), accepted, true);
  }

  private Step<V> unchanged(Answer<V> answer) {
    return new Step<>(this, answer, false);
  }
}
