package io.atoll.chaos.watch;

import io.atoll.chaos.history.PassingHooks;
import io.atoll.consensus.Message;
import io.atoll.node.TestHooks;
import io.atoll.peer.PeerCall;
import io.atoll.peer.PeerMessage;
import io.atoll.peer.Peers;
import io.atoll.synod.Ballot;
import io.atoll.synod.SynodMessage;
import io.atoll.synod.SynodMessage.Accept;
import io.atoll.synod.SynodMessage.Accepted;
import io.atoll.synod.SynodMessage.Prepare;
import io.atoll.synod.SynodMessage.Promise;
import io.atoll.synod.SynodMessage.Refused;
import io.atoll.synod.Vote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What every node says in votes on the topology, in the order in which it says it, and where that
 * contradicts what it had said before, in whatever life of its process, or what it was told. Who
 * has promised a ballot grants no lower one, and who has accepted a value tells of it, or of a
 * later one, with every promise (Lamport, "Paxos Made Simple"). {@link Bids} judges proposers.
 */
final class Votes {
  private final Map<Seat, Word> words = new HashMap<>();
  private final Bids bids = new Bids();
  private final List<Breach> breaches = new ArrayList<>();

  /** A node, as the voter on one epoch. */
  private record Seat(String nodeId, long epoch) {}

  /** What it has given its word for, so far. */
  private static final class Word {
    private Ballot promised = Ballot.NONE;
    private Ballot accepted = Ballot.NONE;
  }

  private record Breach(String nodeId, String how) {}

  /** Every contradiction of the nodes that are held to their word. */
  List<String> broken(Predicate<String> held) {
    return breaches.stream()
        .filter(breach -> held.test(breach.nodeId))
        .map(breach -> breach.nodeId + " " + breach.how)
        .toList();
  }

  /** Stands between the parts of a node. */
  TestHooks between(TestHooks inner, String nodeId) {
    return new PassingHooks(inner) {
      @Override
      public Peers peers(Peers real) {
        return new Listening(super.peers(real), nodeId);
      }
    };
  }

  /** Hears what a node tells others. */
  private final class Listening implements Peers {
    private final Peers real;
    private final String nodeId;

    Listening(Peers real, String nodeId) {
      this.real = real;
      this.nodeId = nodeId;
    }

    @Override
    public <Q, R> Call call(
        int member, PeerCall<Q, R> call, Q request, long timeoutMs, Listener<R> listener) {
      return real.call(member, call, request, timeoutMs, listener);
    }

    @Override
    public <Q> void tell(int member, PeerMessage<Q> message, Q content) {
      if (content instanceof Message.OfInstance said) {
        said(nodeId, member, said.epoch(), said.message());
      }
      real.tell(member, message, content);
    }
  }

  private void said(String nodeId, int to, long epoch, SynodMessage<byte[]> said) {
    switch (said) {
      case Prepare<byte[]> prepare -> bids.prepares(to, epoch, prepare.ballot());
      case Promise<byte[]> promise -> promised(nodeId, epoch, promise);
      case Accept<byte[]> accept ->
          bids.asks(nodeId, epoch, accept.ballot(), accept.value())
              .ifPresent(how -> breach(nodeId, epoch, how));
      case Accepted<byte[]> done -> accepted(nodeId, epoch, done.ballot());
      case Refused<byte[]> _ -> {}
    }
  }

  private void promised(String nodeId, long epoch, Promise<byte[]> promise) {
    Word word = word(nodeId, epoch);
    granted(nodeId, epoch, promise.ballot(), word);
    Ballot told = promise.vote().map(Vote::ballot).orElse(Ballot.NONE);
    if (told.compareTo(word.accepted) < 0) {
      breach(nodeId, epoch, "told of %s after it had accepted %s".formatted(told, word.accepted));
    }
    bids.promised(nodeId, epoch, promise.ballot(), told);
  }

  private void accepted(String nodeId, long epoch, Ballot ballot) {
    Word word = word(nodeId, epoch);
    granted(nodeId, epoch, ballot, word);
    word.accepted = ballot;
    bids.accepted(nodeId, epoch, ballot);
  }

  private Word word(String nodeId, long epoch) {
    return words.computeIfAbsent(new Seat(nodeId, epoch), seat -> new Word());
  }

  private void granted(String nodeId, long epoch, Ballot ballot, Word word) {
    if (ballot.compareTo(word.promised) < 0) {
      breach(nodeId, epoch, "granted %s after it had promised %s".formatted(ballot, word.promised));
    } else {
      word.promised = ballot;
    }
  }

  private void breach(String nodeId, long epoch, String how) {
    breaches.add(new Breach(nodeId, "voting on epoch %d %s".formatted(epoch, how)));
  }
}
