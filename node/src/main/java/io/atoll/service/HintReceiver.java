package io.atoll.service;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.causal.Siblings;
import io.atoll.env.Clock;
import io.atoll.hints.HintStats;
import io.atoll.hints.HintStats.Counter;
import io.atoll.hints.HintsProtocol;
import io.atoll.hints.Parcel;
import io.atoll.hints.Receipt;
import io.atoll.peer.PeerQuestion;
import io.atoll.peer.PeerServices;
import io.atoll.replication.LocalReplicas;
import io.atoll.replication.TopologyFeed;
import io.atoll.resilience.ByteBudget;
import io.atoll.ring.Keyspace;
import io.atoll.wire.Tokens;

/**
 * Takes what others bring because this node's replicas missed it. One for each loop; lives there.
 */
final class HintReceiver {
  private final TopologyFeed topology;
  private final LocalReplicas local;
  private final Clock clock;
  private final ByteBudget memory;
  private final HintStats stats;

  /**
   * @param memory for what peers ask of this node
   */
  HintReceiver(
      TopologyFeed topology, LocalReplicas local, Clock clock, ByteBudget memory, HintStats stats) {
    this.topology = topology;
    this.local = local;
    this.clock = clock;
    this.memory = memory;
    this.stats = stats;
  }

  void register(PeerServices services) {
    services.serve(HintsProtocol.DELIVER, this::receive);
  }

  void receive(Parcel parcel, PeerQuestion<Receipt> question) {
    long arrivedNanos = clock.nanos();
    topology.seen(question.asker(), parcel.epoch());
    if (knowsAll(parcel)) {
      merge(parcel, question, arrivedNanos);
    } else {
      topology.atLeast(parcel.epoch()).onComplete(known -> merge(parcel, question, arrivedNanos));
    }
  }

  private boolean knowsAll(Parcel parcel) {
    for (Parcel.Entry entry : parcel.entries()) {
      if (keyspace(entry) == null) {
        return false;
      }
    }
    return true;
  }

  private void merge(Parcel parcel, PeerQuestion<Receipt> question, long arrivedNanos) {
    Merging merging = new Merging(parcel, question, arrivedNanos);
    if (merging.reserve()) {
      merging.begin();
    }
  }

  /** One parcel on its way to the disk. */
  private final class Merging {
    private final Parcel parcel;
    private final PeerQuestion<Receipt> question;
    private final long arrivedNanos;
    private final boolean[] durable;
    private final long bytes;
    private String refusal = "";
    private int left;

    Merging(Parcel parcel, PeerQuestion<Receipt> question, long arrivedNanos) {
      this.parcel = parcel;
      this.question = question;
      this.arrivedNanos = arrivedNanos;
      this.durable = new boolean[parcel.entries().size()];
      this.left = durable.length;
      this.bytes = parcel.entries().stream().mapToLong(Parcel.Entry::sizeBytes).sum();
    }

    boolean reserve() {
      if (memory.tryReserve(bytes)) {
        return true;
      }
      refusal = "%d bytes are held for peers, all that may be".formatted(memory.totalBytes());
      reply();
      return false;
    }

    void begin() {
      for (int i = 0; i < durable.length; i++) {
        merge(i, parcel.entries().get(i));
      }
      if (durable.length == 0) {
        end();
      }
    }

    private void merge(int index, Parcel.Entry entry) {
      Keyspace keyspace = keyspace(entry);
      Siblings state;
      try {
        state = Siblings.decode(entry.state());
      } catch (MalformedBytesException garbage) {
        refused("malformed state: " + garbage.getMessage());
        return;
      }
      if (keyspace == null) {
        refused("there is no keyspace with id " + entry.keyspaceId());
        return;
      }
      local
          .merge(keyspace, Tokens.of(keyspace.id(), entry.key()), entry.key(), state)
          .onComplete(
              merged -> {
                durable[index] = true;
                stats.count(Counter.RECEIVED);
                one();
              },
              cause -> refused(String.valueOf(cause.getMessage())));
    }

    private void refused(String why) {
      refusal = why;
      one();
    }

    private void one() {
      if (--left == 0) {
        end();
      }
    }

    private void end() {
      memory.release(bytes);
      reply();
    }

    private void reply() {
      long waitedMicros = Math.max(0, (clock.nanos() - arrivedNanos) / 1_000);
      question.reply(new Receipt(topology.newest().epoch(), waitedMicros, durable, refusal));
    }
  }

  private Keyspace keyspace(Parcel.Entry entry) {
    return topology.newest().keyspace(entry.keyspaceId());
  }
}
