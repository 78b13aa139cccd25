package io.atoll.consensus;

import io.atoll.consensus.Effect.Adopted;
import io.atoll.consensus.Effect.Persist;
import io.atoll.consensus.Effect.ProposalEnded;
import io.atoll.consensus.Effect.Send;
import io.atoll.consensus.Effect.Unreadable;
import io.atoll.consensus.Message.Decided;
import io.atoll.consensus.Message.Fetch;
import io.atoll.consensus.Message.Fetched;
import io.atoll.consensus.Message.OfInstance;
import io.atoll.synod.Ballot;
import io.atoll.synod.SynodMessage;
import io.atoll.synod.SynodMessage.Accept;
import io.atoll.synod.SynodMessage.Accepted;
import io.atoll.synod.SynodMessage.Prepare;
import io.atoll.synod.SynodMessage.Promise;
import io.atoll.synod.SynodMessage.Refused;
import io.atoll.synod.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Plays a transcript: lines that begin with {@code >} are commands, and what follows each is what
 * the nodes want done because of it, in order.
 *
 * <ul>
 *   <li>{@code > nodes a b c}: all of them are voters of epoch 2
 *   <li>{@code > propose a label:a,b,c}: for the epoch after the newest that a has; {@code >
 *       propose a label:a,b,c 3}: for epoch 3
 *   <li>{@code > deliver a b}: what is in flight from a to b; {@code > deliver}: everything, and
 *       what comes of it, until nothing is in flight
 *   <li>{@code > drop a b}; {@code > drop}
 *   <li>{@code > pass 1000}: time, and every node is told
 *   <li>{@code > restart a}: with what it has made durable
 *   <li>{@code > announce a b 7}: a hears that b has epoch 7
 * </ul>
 */
final class Transcript {
  private static final TopologyLogSettings SETTINGS =
      new TopologyLogSettings(
          new TopologyLogSettings.Rounds(200, 100, 1_600),
          new TopologyLogSettings.Proposals(3_000, 4),
          10_000,
          300,
          new TopologyLogSettings.Kept(3, 1_000));

  private record InFlight(String from, String to, Message message) {}

  private final Map<String, TopologyLog> logs = new TreeMap<>();
  private final Map<String, byte[]> disks = new TreeMap<>();
  private final List<InFlight> inFlight = new ArrayList<>();
  private final StringBuilder out = new StringBuilder();
  private byte[] formed;
  private long nowMs;

  /** The transcript as it really goes, for the commands and comments of the given one. */
  static String play(String text) {
    Transcript played = new Transcript();
    for (String line : text.lines().toList()) {
      if (line.startsWith(">")) {
        played.out.append(line).append('\n');
        played.command(line.substring(1).strip().split(" "));
      } else if (line.isEmpty() || line.startsWith("#")) {
        played.out.append(line).append('\n');
      }
    }
    return played.out.toString();
  }

  private void command(String[] words) {
    switch (words[0]) {
      case "nodes" -> {
        List<String> ids = List.of(words).subList(1, words.length);
        formed = TestValue.of("formed", ids);
        disks.clear();
        inFlight.clear();
        ids.forEach(this::start);
      }
      case "propose" -> {
        TopologyLog log = logs.get(words[1]);
        long epoch = words.length > 3 ? Long.parseLong(words[3]) : log.newestEpoch() + 1;
        effects(words[1], log.propose(nowMs, epoch, TestValue.bytes(words[2])).effects());
      }
      case "deliver" -> {
        do {
          for (InFlight next : take(words)) {
            effects(next.to, logs.get(next.to).receive(nowMs, next.from, next.message));
          }
        } while (words.length == 1 && !inFlight.isEmpty());
      }
      case "drop" -> take(words);
      case "pass" -> {
        nowMs += Long.parseLong(words[1]);
        logs.forEach((id, log) -> effects(id, log.tick(nowMs)));
      }
      case "restart" -> start(words[1]);
      case "announce" ->
          effects(
              words[1], logs.get(words[1]).announced(nowMs, words[2], Long.parseLong(words[3])));
      default -> throw new IllegalArgumentException("unknown command " + words[0]);
    }
  }

  private void start(String id) {
    Optional<byte[]> disk = Optional.ofNullable(disks.get(id));
    logs.put(
        id,
        new TopologyLog(
            id,
            TestValue::voters,
            new SplittableRandom(id.hashCode()),
            SETTINGS,
            StartingPoint.of(disk, formed, disk.isPresent())));
  }

  private List<InFlight> take(String[] words) {
    List<InFlight> taken =
        inFlight.stream()
            .filter(m -> words.length == 1 || (m.from.equals(words[1]) && m.to.equals(words[2])))
            .toList();
    inFlight.removeAll(taken);
    return taken;
  }

  private void effects(String id, List<Effect> effects) {
    for (Effect effect : effects) {
      switch (effect) {
        case Persist(byte[] state) -> {
          disks.put(id, state);
          DurableState s = DurableState.decode(state);
          say(
              id,
              "persist round %d, promised %s, voted %s, newest epoch %d"
                  .formatted(
                      s.ownRound(),
                      s.acceptor().promised().equals(Ballot.NONE) ? "-" : s.acceptor().promised(),
                      vote(s.acceptor().vote()),
                      s.firstEpoch() + s.decided().size() - 1));
        }
        case Send(String to, Message message) -> {
          inFlight.add(new InFlight(id, to, message));
          say(id, "to " + to + ": " + text(message));
        }
        case Adopted(long epoch, byte[] value) ->
            say(id, "adopt epoch " + epoch + " = " + TestValue.text(value));
        case ProposalEnded(ProposalId proposal, ProposalEnd end) ->
            say(id, "proposal " + proposal.number() + ": " + text(end));
        case Unreadable(String from, long epoch, String why) ->
            say(id, "unreadable epoch %d from %s: %s".formatted(epoch, from, why));
      }
    }
  }

  private void say(String id, String what) {
    out.append(id).append(' ').append(what).append('\n');
  }

  private static String text(ProposalEnd end) {
    return switch (end) {
      case ProposalEnd.Decided() -> "decided";
      case ProposalEnd.LostTo(byte[] winner) -> "lost to " + TestValue.text(winner);
      case ProposalEnd.GaveUp(ProposalEnd.Reason reason, boolean mayBe) ->
          "gave up, " + reason + (mayBe ? ", may be decided" : ", never decided");
    };
  }

  private static String text(Message message) {
    return switch (message) {
      case OfInstance(long e, SynodMessage<byte[]> m) -> text(e, m);
      case Decided(long e, byte[] v) -> "decided " + e + " " + TestValue.text(v);
      case Fetch(long e) -> "fetch from " + e;
      case Fetched(long n, long f, List<byte[]> vs) ->
          "fetched from %d of %d: %s"
              .formatted(f, n, vs.stream().map(TestValue::text).collect(Collectors.joining("; ")));
    };
  }

  private static String text(long e, SynodMessage<byte[]> message) {
    Ballot b = message.ballot();
    return switch (message) {
      case Prepare<byte[]> m -> "prepare " + e + " ballot " + b;
      case Promise<byte[]> m -> "promise " + e + " ballot " + b + " voted " + vote(m.vote());
      case Accept<byte[]> m -> "accept " + e + " ballot " + b + " " + TestValue.text(m.value());
      case Accepted<byte[]> m -> "accepted " + e + " ballot " + b;
      case Refused<byte[]> m -> "refused " + e + " ballot " + b + ", promised " + m.promised();
    };
  }

  private static String vote(Optional<Vote<byte[]>> vote) {
    return vote.map(v -> v.ballot() + " " + TestValue.text(v.value())).orElse("-");
  }
}
