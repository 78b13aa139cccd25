package io.atoll.chaos.watch;

import io.atoll.synod.Ballot;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What proposers of topologies ask voters to accept, against what voters had told them: the value
 * that was accepted at the highest ballot of which any of a majority told, or a value of their own
 * where none of them told of any (Lamport, "Paxos Made Simple", P2c).
 *
 * <p>Which promises had arrived nobody sees from outside. So a bid is wrong only when no majority
 * of those that had left by then allows it, whatever the proposer had promised itself.
 */
final class Bids {
  private record Bid(long epoch, Ballot ballot) {}

  private record Seat(String nodeId, long epoch) {}

  private final Map<Bid, Set<Integer>> asked = new HashMap<>();
  private final Map<Bid, Map<String, Ballot>> told = new HashMap<>();
  private final Map<Bid, byte[]> values = new HashMap<>();
  private final Map<Seat, Set<Ballot>> accepted = new HashMap<>();

  /** A proposer asks one voter for its promise. */
  void prepares(int voter, long epoch, Ballot ballot) {
    asked.computeIfAbsent(new Bid(epoch, ballot), bid -> new HashSet<>()).add(voter);
  }

  /**
   * A voter promises.
   *
   * @param vote the ballot of what it tells of; {@link Ballot#NONE} for nothing
   */
  void promised(String voter, long epoch, Ballot ballot, Ballot vote) {
    told.computeIfAbsent(new Bid(epoch, ballot), bid -> new HashMap<>()).putIfAbsent(voter, vote);
  }

  /** A voter accepts. */
  void accepted(String voter, long epoch, Ballot ballot) {
    accepted.computeIfAbsent(new Seat(voter, epoch), seat -> new HashSet<>()).add(ballot);
  }

  /**
   * A proposer asks voters to accept a value.
   *
   * @return how it may not, in words; empty where it may
   */
  Optional<String> asks(String proposer, long epoch, Ballot ballot, byte[] value) {
    Bid bid = new Bid(epoch, ballot);
    byte[] before = values.putIfAbsent(bid, value);
    if (before != null) {
      return Arrays.equals(before, value)
          ? Optional.empty()
          : Optional.of("asked for two values at %s".formatted(ballot));
    }
    // Its own votes are to be had without a message, so they may be among the promises.
    accepted(proposer, epoch, ballot);
    Map<String, Ballot> votes = told.getOrDefault(bid, Map.of());
    Ballot highest = highestOf(proposer, epoch, ballot, value, votes);
    long allowing = votes.values().stream().filter(vote -> vote.compareTo(highest) <= 0).count();
    int others = asked.getOrDefault(bid, Set.of()).size();
    return allowing >= (others + 1) / 2
        ? Optional.empty()
        : Optional.of(
            "asked at %s for what nobody had accepted after %s, and was told of %s"
                .formatted(ballot, highest, votes));
  }

  /** The highest ballot at which it may have been told that this very value was accepted. */
  private Ballot highestOf(
      String proposer, long epoch, Ballot ballot, byte[] value, Map<String, Ballot> votes) {
    Set<Ballot> known = new HashSet<>(votes.values());
    known.addAll(accepted.get(new Seat(proposer, epoch)));
    known.remove(ballot);
    return known.stream()
        .filter(vote -> Arrays.equals(values.get(new Bid(epoch, vote)), value))
        .max(Ballot::compareTo)
        .orElse(Ballot.NONE);
  }
}
