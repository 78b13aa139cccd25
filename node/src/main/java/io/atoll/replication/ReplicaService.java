package io.atoll.replication;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.causal.Siblings;
import io.atoll.peer.NotServed;
import io.atoll.peer.PeerQuestion;
import io.atoll.peer.PeerServices;
import io.atoll.peer.Peers;
import io.atoll.replication.ReplicationStats.Counter;
import io.atoll.resilience.ByteBudget;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.wire.Tokens;
import java.util.function.Consumer;

/** Serves the calls of other nodes to this node's replicas. Single-threaded: one per loop. */
public final class ReplicaService {
  private final Member self;
  private final TopologyFeed topology;
  private final LocalReplicas local;
  private final Peers peers;
  private final CoordinatedStore coordinator;
  private final ReplicationStats stats;
  private final ByteBudget memory;

  /**
   * @param memory for what peers ask of this node, shared with other loops
   */
  public ReplicaService(
      Member self,
      TopologyFeed topology,
      LocalReplicas local,
      Peers peers,
      CoordinatedStore coordinator,
      ReplicationStats stats,
      ByteBudget memory) {
    this.self = self;
    this.topology = topology;
    this.local = local;
    this.peers = peers;
    this.coordinator = coordinator;
    this.stats = stats;
    this.memory = memory;
  }

  /** Takes the calls of the {@link ReplicationProtocol}. */
  public void register(PeerServices services) {
    services
        .serve(ReplicationProtocol.READ, this::read)
        .serve(ReplicationProtocol.APPLY, this::apply)
        .serve(ReplicationProtocol.COORDINATE, this::coordinate);
  }

  void read(PeerRequest.Read read, PeerQuestion<PeerReply<byte[]>> question) {
    topology.seen(question.asker(), read.epoch());
    stats.count(Counter.REPLICA_READS);
    Keyspace keyspace = topology.newest().keyspace(read.keyspaceId());
    if (keyspace != null) {
      read(keyspace, read, question);
    } else {
      later(read, read.keyspaceId(), question, found -> read(found, read, question));
    }
  }

  void apply(PeerRequest.Apply apply, PeerQuestion<PeerReply<Merged>> question) {
    topology.seen(question.asker(), apply.epoch());
    stats.count(Counter.REPLICA_APPLIES);
    Keyspace keyspace = topology.newest().keyspace(apply.keyspaceId());
    if (keyspace != null) {
      apply(keyspace, apply, question);
    } else {
      later(apply, apply.keyspaceId(), question, found -> apply(found, apply, question));
    }
  }

  void coordinate(
      PeerRequest.Coordinate coordinate, PeerQuestion<PeerReply<WriteResult>> question) {
    topology.seen(question.asker(), coordinate.epoch());
    if (topology.newest().epoch() >= coordinate.epoch()) {
      run(coordinate, question);
    } else {
      topology.atLeast(coordinate.epoch()).onComplete(known -> run(coordinate, question));
    }
  }

  /**
   * Serves when the asker's epoch, which names a keyspace that this node does not know yet, has
   * arrived.
   */
  private <T> void later(
      PeerRequest request,
      int keyspaceId,
      PeerQuestion<PeerReply<T>> question,
      Consumer<Keyspace> serve) {
    topology
        .atLeast(request.epoch())
        .onComplete(
            outcome -> {
              Keyspace keyspace = topology.newest().keyspace(keyspaceId);
              if (keyspace != null) {
                serve.accept(keyspace);
              } else {
                question.reply(
                    failed(
                        new RequestFailure.UnknownKeyspace(
                            "%s knows no keyspace with id %d in epoch %d"
                                .formatted(self.nodeId(), keyspaceId, topology.newest().epoch()))));
              }
            });
  }

  private void read(
      Keyspace keyspace, PeerRequest.Read read, PeerQuestion<PeerReply<byte[]>> question) {
    if (memory.isExhausted()) {
      question.reply(failed(memoryIsFull()));
      return;
    }
    local
        .readEncoded(keyspace, Tokens.of(keyspace.id(), read.key()), read.key())
        .onComplete(
            // What is sent is counted where it waits to leave.
            state ->
                question.reply(
                    ReadSizes.of(state.length) == 0 || memory.hasRoom(state.length)
                        ? done(state)
                        : failed(memoryIsFull())),
            refused -> question.reply(failed(asFailure(refused))));
  }

  private void apply(
      Keyspace keyspace, PeerRequest.Apply apply, PeerQuestion<PeerReply<Merged>> question) {
    Siblings theirs;
    try {
      theirs = Siblings.decode(apply.siblings());
    } catch (MalformedBytesException garbage) {
      question.reply(
          failed(new RequestFailure.StorageRefused("malformed state: " + garbage.getMessage())));
      return;
    }
    long heldBytes = ReadSizes.of(apply.siblings().length);
    if (heldBytes > 0 && !memory.tryReserve(heldBytes)) {
      question.reply(failed(memoryIsFull()));
      return;
    }
    for (int member : apply.forwardTo()) {
      forward(member, apply, question);
    }
    local
        .merge(keyspace, Tokens.of(keyspace.id(), apply.key()), apply.key(), theirs)
        .onComplete(
            merged -> {
              release(heldBytes);
              question.reply(done(merged));
            },
            refused -> {
              release(heldBytes);
              question.reply(failed(asFailure(refused)));
            });
  }

  private void forward(
      int member, PeerRequest.Apply apply, PeerQuestion<PeerReply<Merged>> question) {
    PeerRequest.Apply alone =
        new PeerRequest.Apply(
            apply.epoch(), apply.keyspaceId(), apply.key(), apply.siblings(), new int[0]);
    Forwarded forwarded = new Forwarded(member, question);
    forwarded.call =
        peers.call(member, ReplicationProtocol.APPLY, alone, question.timeLeftMs(), forwarded);
    if (forwarded.call == null) {
      question.reply(unreachable(member, ""));
    }
  }

  /** Passes a replica's answer back to who asked for the state to be forwarded. */
  private final class Forwarded implements Peers.Listener<PeerReply<Merged>> {
    private final int member;
    private final PeerQuestion<PeerReply<Merged>> question;
    private Peers.Call call;

    Forwarded(int member, PeerQuestion<PeerReply<Merged>> question) {
      this.member = member;
      this.question = question;
    }

    @Override
    public void replied(PeerReply<Merged> reply) {
      topology.seen(member, reply.epoch());
      call.close();
      question.reply(reply);
    }

    @Override
    public void broken() {
      question.reply(unreachable(member, ""));
    }

    @Override
    public void notServed(NotServed why) {
      question.reply(unreachable(member, ": " + why.text()));
    }
  }

  private PeerReply<Merged> unreachable(int member, String why) {
    return new PeerReply.Failed<>(
        epoch(),
        member,
        new RequestFailure.Unavailable(
            "%s could not reach member %d%s".formatted(self.nodeId(), member, why), 0, 1));
  }

  private void run(
      PeerRequest.Coordinate coordinate, PeerQuestion<PeerReply<WriteResult>> question) {
    long heldBytes = ReadSizes.of(coordinate.write().value().length);
    if (heldBytes > 0 && !memory.tryReserve(heldBytes)) {
      question.reply(failed(memoryIsFull()));
      return;
    }
    coordinator
        .writePassedOn(coordinate.write())
        .onComplete(
            result -> {
              release(heldBytes);
              question.reply(done(result));
            },
            refused -> {
              release(heldBytes);
              question.reply(failed(asFailure(refused)));
            });
  }

  private void release(long heldBytes) {
    if (heldBytes > 0) {
      memory.release(heldBytes);
    }
  }

  private RequestFailure memoryIsFull() {
    stats.count(Counter.OVERLOADED);
    return new RequestFailure.Overloaded(
        "%s holds %d bytes for its peers, all that it may: nothing was attempted"
            .formatted(self.nodeId(), memory.totalBytes()));
  }

  private <T> PeerReply<T> done(T value) {
    return new PeerReply.Done<>(epoch(), self.number(), value);
  }

  private <T> PeerReply<T> failed(RequestFailure failure) {
    return new PeerReply.Failed<>(epoch(), self.number(), failure);
  }

  private static RequestFailure asFailure(Throwable cause) {
    return cause instanceof RequestFailure known
        ? known
        : new RequestFailure.StorageRefused(String.valueOf(cause.getMessage()));
  }

  private long epoch() {
    return topology.newest().epoch();
  }
}
