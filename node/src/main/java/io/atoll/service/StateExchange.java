package io.atoll.service;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.causal.Siblings;
import io.atoll.env.Clock;
import io.atoll.env.Timers;
import io.atoll.hints.Pace;
import io.atoll.peer.Peers;
import io.atoll.repair.ExchangeAnswer;
import io.atoll.repair.ExchangeAnswer.Exchanged;
import io.atoll.repair.ExchangeQuestion;
import io.atoll.repair.Extent;
import io.atoll.repair.KeyPlace;
import io.atoll.repair.KeySummary;
import io.atoll.repair.RepairProtocol;
import io.atoll.repair.Throttle;
import io.atoll.replication.LocalReplicas;
import io.atoll.replication.TopologyFeed;
import io.atoll.ring.Keyspace;
import io.atoll.wire.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Makes some keys the same here and on another replica: tells it what there is here, merges what it
 * answers, and brings it what it wants, stretch by stretch. What came counts when it is on this
 * disk, what went when it is on that of the other. Lives on one loop.
 */
final class StateExchange {
  private static final long QUESTION_TIMEOUT_MS = 10_000;
  private static final long SLOW_NANOS = 50_000_000;

  private final int member;
  private final Keyspace keyspace;
  private final Extent extent;
  private final Terms terms;
  private final Doors doors;
  private final Promise<Void> end = Promise.promise();
  private KeyPlace after;
  private List<KeySummary> own = List.of();
  private String refusal = "";

  /** What it needs of its node. */
  record Doors(
      KeySummaries summaries,
      LocalReplicas local,
      TopologyFeed topology,
      Peers peers,
      Clock clock,
      Timers timers,
      Throttle throttle) {}

  /**
   * What all exchanges of a session have in common.
   *
   * @param epoch of the topology under which it was compared
   * @param momentMs keys with later events are left alone
   * @param pace of the other replica
   * @param tally is told what is done
   * @param isOver whether it is to end early
   */
  record Terms(long epoch, long momentMs, Pace pace, SessionTally tally, BooleanSupplier isOver) {}

  /**
   * @param member the other replica, by its number
   */
  StateExchange(int member, Keyspace keyspace, Extent extent, Terms terms, Doors doors) {
    this.member = member;
    this.keyspace = keyspace;
    this.extent = extent;
    this.terms = terms;
    this.doors = doors;
  }

  /**
   * @return completes when all has been brought that could be; fails, with a message for people,
   *     where something could not
   */
  Future<Void> begin() {
    ask();
    return end.future();
  }

  private void ask() {
    if (terms.isOver.getAsBoolean()) {
      end.tryFail("ended early");
      return;
    }
    doors
        .summaries
        .read(new KeySummaries.Stretch(keyspace.id(), terms.momentMs, after, null), extent)
        .compose(this::ask)
        .onComplete(this::answered, cause -> end.tryFail(String.valueOf(cause.getMessage())));
  }

  private Future<ExchangeAnswer> ask(KeySummaries.Found found) {
    own = found.summaries();
    return PeerAnswers.ask(
            doors.peers,
            member,
            RepairProtocol.EXCHANGE,
            new ExchangeQuestion(
                terms.epoch, terms.momentMs, keyspace.id(), extent, after, found.end(), own),
            QUESTION_TIMEOUT_MS)
        .map(
            answer ->
                answer instanceof Exchanged exchanged && exchanged.through() == null
                    ? upto(exchanged, found.end())
                    : answer);
  }

  private static Exchanged upto(Exchanged answer, KeyPlace end) {
    return new Exchanged(
        answer.epoch(),
        answer.entries(),
        answer.wanted(),
        end,
        answer.differing(),
        answer.unsettled());
  }

  private void answered(ExchangeAnswer answer) {
    doors.topology.seen(member, answer.epoch());
    switch (answer) {
      case ExchangeAnswer.Declined declined -> end.tryFail(declined.why());
      case Exchanged exchanged -> {
        if (isNonsense(exchanged)) {
          end.tryFail("its answer fits no question");
        } else if (doors.topology.newest().keyspace(keyspace.id()) == null) {
          end.tryFail("the keyspace is gone");
        } else {
          terms.tally.exchanged(exchanged.differing(), exchanged.unsettled());
          merge(exchanged);
        }
      }
    }
  }

  private boolean isNonsense(Exchanged answer) {
    for (int index : answer.wanted()) {
      if (index >= own.size()) {
        return true;
      }
    }
    return answer.through() != null && after != null && answer.through().compareTo(after) <= 0;
  }

  private void merge(Exchanged answer) {
    Merging merging = new Merging(answer);
    for (ExchangeAnswer.Entry entry : answer.entries()) {
      merging.merge(entry);
    }
    merging.one();
  }

  /** What came, on its way to the disk. */
  private final class Merging {
    private final Exchanged answer;
    private final long begunNanos = doors.clock.nanos();
    private int left;
    private int keys;
    private long bytes;

    Merging(Exchanged answer) {
      this.answer = answer;
      this.left = 1 + answer.entries().size();
    }

    void merge(ExchangeAnswer.Entry entry) {
      Siblings state;
      try {
        state = Siblings.decode(entry.state());
      } catch (MalformedBytesException garbage) {
        refusal = "it sent a malformed state: " + garbage.getMessage();
        one();
        return;
      }
      if (state.isEmpty()) {
        // It was dropped there meanwhile.
        one();
        return;
      }
      doors
          .local
          .merge(keyspace, Tokens.of(keyspace.id(), entry.key()), entry.key(), state)
          .onComplete(
              merged -> {
                keys++;
                bytes += entry.sizeBytes();
                one();
              },
              cause -> {
                refusal = String.valueOf(cause.getMessage());
                one();
              });
    }

    void one() {
      if (--left == 0) {
        terms.tally.received(keys, bytes);
        boolean slow = doors.clock.nanos() - begunNanos > SLOW_NANOS;
        push(answer, bytes, slow);
      }
    }
  }

  private void push(Exchanged answer, long receivedBytes, boolean slow) {
    List<KeyPlace> wanted = new ArrayList<>(answer.wanted().length);
    for (int index : answer.wanted()) {
      wanted.add(own.get(index).place());
    }
    new StatePush(
            member,
            keyspace,
            wanted,
            terms.pace,
            new StatePush.Doors(doors.local, doors.topology, doors.peers, doors.timers))
        .begin()
        .onSuccess(
            pushed -> {
              terms.tally.sent(pushed.keys(), pushed.bytes());
              refusal = pushed.refusal().isEmpty() ? refusal : pushed.refusal();
              goOn(answer.through(), receivedBytes + pushed.bytes(), slow || pushed.slow());
            });
  }

  private void goOn(KeyPlace through, long bytes, boolean slow) {
    if (!refusal.isEmpty()) {
      end.tryFail(refusal);
      return;
    }
    long restMs = doors.throttle.moved(doors.clock.millis(), bytes, slow);
    if (through == null && restMs == 0) {
      end.tryComplete();
      return;
    }
    doors.timers.after(
        restMs,
        () -> {
          if (through == null) {
            end.tryComplete();
          } else {
            after = through;
            ask();
          }
        });
  }
}
