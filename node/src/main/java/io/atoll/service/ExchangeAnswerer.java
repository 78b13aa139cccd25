package io.atoll.service;

import io.atoll.env.Clock;
import io.atoll.peer.PeerQuestion;
import io.atoll.peer.PeerServices;
import io.atoll.repair.ExchangeAnswer;
import io.atoll.repair.ExchangeAnswer.Declined;
import io.atoll.repair.ExchangeAnswer.Exchanged;
import io.atoll.repair.ExchangeQuestion;
import io.atoll.repair.ExchangeTurns;
import io.atoll.repair.Extent;
import io.atoll.repair.KeyMatch;
import io.atoll.repair.KeyPlace;
import io.atoll.repair.KeyRule;
import io.atoll.repair.RepairProtocol;
import io.atoll.repair.RepairStats;
import io.atoll.repair.RepairStats.Counter;
import io.atoll.replication.LocalReplicas;
import io.atoll.replication.TopologyFeed;
import io.atoll.resilience.ByteBudget;
import io.atoll.ring.Keyspace;
import io.atoll.ring.PreferenceList;
import io.atoll.ring.TokenRange;
import io.atoll.ring.Topology;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells other replicas what they lack of keys that both hold, and what this one lacks. One for each
 * loop; lives there. What it holds of a question is bounded, and reserved from what may be held for
 * peers.
 */
final class ExchangeAnswerer {
  /** The most bytes of states in one answer, or one larger state. */
  static final int ANSWER_BYTES = 256 << 10;

  private final int self;
  private final TopologyFeed topology;
  private final LocalReplicas local;
  private final KeySummaries summaries;
  private final ByteBudget memory;
  private final Clock clock;
  private final ExchangeTurns turns;
  private final RepairStats stats;

  /**
   * @param self this node, by its number
   * @param memory for what peers ask of this node
   * @param turns of the node
   */
  ExchangeAnswerer(
      int self,
      TopologyFeed topology,
      LocalReplicas local,
      KeySummaries summaries,
      ByteBudget memory,
      Clock clock,
      ExchangeTurns turns,
      RepairStats stats) {
    this.self = self;
    this.topology = topology;
    this.local = local;
    this.summaries = summaries;
    this.memory = memory;
    this.clock = clock;
    this.turns = turns;
    this.stats = stats;
  }

  void register(PeerServices services) {
    services.serve(RepairProtocol.EXCHANGE, this::answer);
  }

  void answer(ExchangeQuestion question, PeerQuestion<ExchangeAnswer> from) {
    topology.seen(from.asker(), question.epoch());
    Topology now = topology.newest();
    Keyspace keyspace = now.keyspace(question.keyspaceId());
    if (question.epoch() != now.epoch()) {
      decline(from, "it has epoch %d of the topology".formatted(now.epoch()));
    } else if (keyspace == null || !isCommon(now, keyspace, question.extent(), from.asker())) {
      decline(from, "it does not hold that together with who asks");
    } else if (!turns.admits(from.asker(), clock.millis())) {
      decline(from, "it exchanges with another node now");
    } else if (!memory.tryReserve(ANSWER_BYTES)) {
      decline(from, "%d bytes are held for peers, all that may be".formatted(memory.totalBytes()));
    } else {
      new Answering(question, keyspace, from).begin();
    }
  }

  private boolean isCommon(Topology now, Keyspace keyspace, Extent extent, int asker) {
    return switch (extent) {
      case Extent.Range(TokenRange tokens) ->
          now.partitionOf(tokens.from()) == now.partitionOf(tokens.last())
              && isCommon(now, keyspace, tokens.from(), asker);
      case Extent.Tokens(long[] tokens) -> {
        boolean all = true;
        for (long token : tokens) {
          all &= isCommon(now, keyspace, token, asker);
        }
        yield all;
      }
    };
  }

  private boolean isCommon(Topology now, Keyspace keyspace, long token, int asker) {
    PreferenceList replicas = now.preferenceList(keyspace, token);
    return replicas.contains(asker) && replicas.contains(self);
  }

  private void decline(PeerQuestion<ExchangeAnswer> from, String why) {
    stats.count(Counter.DECLINED);
    from.reply(new Declined(topology.newest().epoch(), why));
  }

  /** One question on its way to its answer. */
  private final class Answering {
    private final ExchangeQuestion question;
    private final Keyspace keyspace;
    private final PeerQuestion<ExchangeAnswer> from;
    private final List<ExchangeAnswer.Entry> entries = new ArrayList<>();
    private final List<Integer> wanted = new ArrayList<>();
    private List<KeyMatch> matches = List.of();
    private KeyPlace end;
    private KeyPlace through;
    private int next;
    private int bytes;
    private int differing;
    private int unsettled;

    Answering(ExchangeQuestion question, Keyspace keyspace, PeerQuestion<ExchangeAnswer> from) {
      this.question = question;
      this.keyspace = keyspace;
      this.from = from;
    }

    void begin() {
      // A moment ahead of this node's clock would have keys judged that are still being written.
      long momentMs = Math.min(question.momentMs(), clock.wallMs());
      summaries
          .read(
              new KeySummaries.Stretch(keyspace.id(), momentMs, question.after(), question.upto()),
              question.extent())
          .onComplete(
              found -> {
                end = found.end();
                matches =
                    KeyMatch.all(
                        found.summaries(), question.summaries(), end, ReplicaShard.MANY_ACTORS);
                goOn();
              },
              refused -> {
                memory.release(ANSWER_BYTES);
                decline(from, String.valueOf(refused.getMessage()));
              });
    }

    /** Reads one state after the other, those that are at hand within the call. */
    private void goOn() {
      while (next < matches.size() && bytes < ANSWER_BYTES) {
        KeyMatch match = matches.get(next);
        if (!match.rule().sends()) {
          passed(match, match.rule());
          continue;
        }
        Future<byte[]> state =
            local.readEncoded(keyspace, match.place().token(), match.place().key());
        if (!state.isComplete()) {
          state.onComplete(
              read -> {
                if (took(match, state)) {
                  goOn();
                } else {
                  reply();
                }
              });
          return;
        }
        if (!took(match, state)) {
          break;
        }
      }
      reply();
    }

    /**
     * @return false when there is no room for it
     */
    private boolean took(KeyMatch match, Future<byte[]> state) {
      if (state.failed()) {
        passed(match, KeyRule.UNSETTLED);
        return true;
      }
      ExchangeAnswer.Entry entry = new ExchangeAnswer.Entry(match.place().key(), state.result());
      if (!entries.isEmpty() && bytes + entry.sizeBytes() > ANSWER_BYTES) {
        return false;
      }
      entries.add(entry);
      bytes += entry.sizeBytes();
      passed(match, match.rule());
      return true;
    }

    private void passed(KeyMatch match, KeyRule rule) {
      next++;
      through = match.place();
      differing += rule.differs() ? 1 : 0;
      unsettled += rule == KeyRule.UNSETTLED ? 1 : 0;
      if (rule.fetches()) {
        wanted.add(match.index());
      }
    }

    private void reply() {
      memory.release(ANSWER_BYTES);
      stats.count(Counter.ANSWERED);
      from.reply(
          new Exchanged(
              topology.newest().epoch(),
              entries,
              wanted.stream().mapToInt(Integer::intValue).toArray(),
              next < matches.size() ? through : end,
              differing,
              unsettled));
    }
  }
}
