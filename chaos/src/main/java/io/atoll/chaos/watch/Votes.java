package io.atoll.chaos.watch;

import io.atoll.chaos.history.PassingHooks;
import io.atoll.consensus.Message;
import io.atoll.node.TestHooks;
import io.atoll.peer.PeerCall;
import io.atoll.peer.PeerMessage;
import io.atoll.peer.Peers;
import io.atoll.synod.Ballot;
import io.atoll.synod.SynodMessage;
import io.atoll.synod.SynodMessage.Accepted;
import io.atoll.synod.SynodMessage.Promise;
import io.atoll.synod.Vote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What every node says as a voter on the topology, in the order in which it says it, and where that
 * contradicts what it had said before, in whatever life of its process. Who has promised a ballot
 * grants no lower one, and who has accepted a value tells of it, or of a later one, with every
 * promise (Lamport, "Paxos Made Simple").
 */
final class Votes {
  private final Map<Seat, Word> words = new HashMap<>();
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
        said(nodeId, said.epoch(), said.message());
      }
      real.tell(member, message, content);
    }
  }

  private void said(String nodeId, long epoch, SynodMessage<byte[]> said) {
    Word word = words.computeIfAbsent(new Seat(nodeId, epoch), seat -> new Word());
    if (said instanceof Promise<byte[]> promise) {
      granted(nodeId, epoch, promise.ballot(), word);
      Ballot told = promise.vote().map(Vote::ballot).orElse(Ballot.NONE);
      if (told.compareTo(word.accepted) < 0) {
        breach(nodeId, epoch, "told of %s after it had accepted %s", told, word.accepted);
      }
    } else if (said instanceof Accepted<byte[]> accepted) {
      granted(nodeId, epoch, accepted.ballot(), word);
      word.accepted = accepted.ballot();
    }
  }

  private void granted(String nodeId, long epoch, Ballot ballot, Word word) {
    if (ballot.compareTo(word.promised) < 0) {
      breach(nodeId, epoch, "granted %s after it had promised %s", ballot, word.promised);
    } else {
      word.promised = ballot;
    }
  }

  private void breach(String nodeId, long epoch, String how, Ballot now, Ballot before) {
    breaches.add(
        new Breach(nodeId, "voting on epoch %d ".formatted(epoch) + how.formatted(now, before)));
  }
}
