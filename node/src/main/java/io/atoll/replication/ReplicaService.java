package io.atoll.replication;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.causal.Siblings;
import io.atoll.replication.ReplicationStats.Counter;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import io.atoll.wire.Tokens;
import java.util.function.Consumer;

/** Serves what other nodes ask of this node's replicas. Single-threaded: one per loop. */
public final class ReplicaService {
  /** How long a spread may take; who asked has a deadline of its own. */
  private static final long SPREAD_TIMEOUT_MS = 10_000;

  private final Member self;
  private final TopologyFeed topology;
  private final LocalReplicas local;
  private final Peers peers;
  private final Coordinator coordinator;
  private final ReplicationStats stats;

  public ReplicaService(
      Member self,
      TopologyFeed topology,
      LocalReplicas local,
      Peers peers,
      Coordinator coordinator,
      ReplicationStats stats) {
    this.self = self;
    this.topology = topology;
    this.local = local;
    this.peers = peers;
    this.coordinator = coordinator;
    this.stats = stats;
  }

  /**
   * Serves one request.
   *
   * @param from member number of who asks
   * @param replies takes each reply, on this loop; more than one for a spread merge
   */
  public void serve(int from, PeerRequest request, Consumer<PeerReply> replies) {
    topology.seen(from, request.epoch());
    switch (request) {
      case PeerRequest.Read read -> {
        stats.count(Counter.REPLICA_READS);
        Keyspace keyspace = keyspace(topology.newest(), read.keyspaceId());
        if (keyspace != null) {
          read(keyspace, read, replies);
        } else {
          later(request, read.keyspaceId(), replies, found -> read(found, read, replies));
        }
      }
      case PeerRequest.Merge merge -> {
        stats.count(Counter.REPLICA_MERGES);
        Keyspace keyspace = keyspace(topology.newest(), merge.keyspaceId());
        if (keyspace != null) {
          merge(keyspace, merge, replies);
        } else {
          later(request, merge.keyspaceId(), replies, found -> merge(found, merge, replies));
        }
      }
      case PeerRequest.Coordinate coordinate -> {
        if (topology.newest().epoch() >= request.epoch()) {
          coordinate(coordinate, replies);
        } else {
          topology.atLeast(request.epoch()).onComplete(known -> coordinate(coordinate, replies));
        }
      }
    }
  }

  private static Keyspace keyspace(Topology topology, int id) {
    for (Keyspace keyspace : topology.keyspaces().values()) {
      if (keyspace.id() == id) {
        return keyspace;
      }
    }
    return null;
  }

  /**
   * Serves when the asker's epoch, which names a keyspace that this node does not know yet, has
   * arrived.
   */
  private void later(
      PeerRequest request, int keyspaceId, Consumer<PeerReply> replies, Consumer<Keyspace> serve) {
    topology
        .atLeast(request.epoch())
        .onComplete(
            outcome -> {
              Keyspace keyspace = keyspace(topology.newest(), keyspaceId);
              if (keyspace != null) {
                serve.accept(keyspace);
              } else {
                replies.accept(
                    failed(
                        new RequestFailure.UnknownKeyspace(
                            "%s knows no keyspace with id %d in epoch %d"
                                .formatted(self.nodeId(), keyspaceId, topology.newest().epoch()))));
              }
            });
  }

  private void read(Keyspace keyspace, PeerRequest.Read read, Consumer<PeerReply> replies) {
    local
        .readEncoded(keyspace, Tokens.of(keyspace.id(), read.key()), read.key())
        .onComplete(
            state -> replies.accept(new PeerReply.State(epoch(), state)),
            refused -> replies.accept(failed(asFailure(refused))));
  }

  private void merge(Keyspace keyspace, PeerRequest.Merge merge, Consumer<PeerReply> replies) {
    Siblings theirs;
    try {
      theirs = Siblings.decode(merge.siblings());
    } catch (MalformedBytesException garbage) {
      replies.accept(
          failed(new RequestFailure.StorageRefused("malformed state: " + garbage.getMessage())));
      return;
    }
    for (int member : merge.spreadTo()) {
      passOn(member, merge, replies);
    }
    local
        .merge(keyspace, Tokens.of(keyspace.id(), merge.key()), merge.key(), theirs)
        .onComplete(
            done -> replies.accept(new PeerReply.Acked(epoch(), self.number())),
            refused -> replies.accept(failed(asFailure(refused))));
  }

  private void passOn(int number, PeerRequest.Merge merge, Consumer<PeerReply> replies) {
    Member member = topology.newest().members().get(number);
    if (member == null) {
      replies.accept(unreachable(number));
      return;
    }
    PeerRequest.Merge alone =
        new PeerRequest.Merge(
            merge.epoch(), merge.keyspaceId(), merge.key(), merge.siblings(), new int[0]);
    Passing passing = new Passing(number, replies);
    passing.call = peers.call(member, alone, SPREAD_TIMEOUT_MS, passing);
    if (passing.call == null) {
      replies.accept(unreachable(number));
    }
  }

  /** Passes a replica's answer back to who asked for the spread. */
  private final class Passing implements Peers.Listener {
    private final int member;
    private final Consumer<PeerReply> replies;
    private Peers.Call call;

    Passing(int member, Consumer<PeerReply> replies) {
      this.member = member;
      this.replies = replies;
    }

    @Override
    public void replied(PeerReply reply) {
      topology.seen(member, reply.epoch());
      call.close();
      replies.accept(reply);
    }

    @Override
    public void broken() {
      replies.accept(unreachable(member));
    }
  }

  private PeerReply unreachable(int member) {
    return new PeerReply.Failed(
        epoch(),
        member,
        new RequestFailure.Unavailable(self.nodeId() + " could not reach member " + member, 0, 1));
  }

  private void coordinate(PeerRequest.Coordinate coordinate, Consumer<PeerReply> replies) {
    coordinator
        .writePassedOn(coordinate.write())
        .onComplete(
            result -> replies.accept(new PeerReply.Wrote(epoch(), result)),
            refused -> replies.accept(failed(asFailure(refused))));
  }

  private PeerReply failed(RequestFailure failure) {
    return new PeerReply.Failed(epoch(), self.number(), failure);
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
