package io.atoll.chaos.watch;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Dot;
import io.atoll.chaos.history.Ending;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.PassingHooks;
import io.atoll.chaos.history.PassingReplicas;
import io.atoll.chaos.history.Tags;
import io.atoll.chaos.history.Write;
import io.atoll.node.TestHooks;
import io.atoll.replication.CoordinatedStore;
import io.atoll.replication.LocalReplicas;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.ReadResult;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.storage.StorageKey;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Notes every answer that says that a write is done, in the instant in which its coordinator gives
 * it, with what the {@link Ledger} says is on disk then.
 */
final class Answers {
  private final History history;
  private final Map<Integer, Set<StorageKey>> places = new HashMap<>();
  private final List<Acknowledgement> noted = new ArrayList<>();
  private Ledger ledger;
  private List<Member> members;
  private TopologyBook topologies;
  private Spread spread;

  Answers(History history) {
    this.history = history;
  }

  void judgedBy(Ledger disks, List<Member> all, TopologyBook book, Spread whoElse) {
    spread = whoElse;
    ledger = disks;
    members = all;
    topologies = book;
  }

  List<Acknowledgement> noted() {
    return noted;
  }

  /** Stands between the parts of a node. */
  TestHooks between(TestHooks inner, Member member) {
    return new PassingHooks(inner) {
      @Override
      public LocalReplicas local(LocalReplicas real) {
        return new Placing(super.local(real));
      }

      @Override
      public CoordinatedStore coordinated(CoordinatedStore real) {
        return new Noting(super.coordinated(real), member);
      }
    };
  }

  /** Notes of which key a write is, since keyspaces of one name come and go. */
  private final class Placing extends PassingReplicas {
    Placing(LocalReplicas real) {
      super(real);
    }

    @Override
    public void write(Keyspace keyspace, long token, WriteRequest write, WriteListener listener) {
      if (Tags.isUntold(write)) {
        super.write(keyspace, token, write, listener);
        return;
      }
      places
          .computeIfAbsent(Tags.writeId(write), id -> new TreeSet<>())
          .add(new StorageKey(keyspace.id(), token, write.key()));
      super.write(keyspace, token, write, listener);
    }
  }

  private final class Noting implements CoordinatedStore {
    private final CoordinatedStore real;
    private final Member member;

    Noting(CoordinatedStore real, Member member) {
      this.real = real;
      this.member = member;
    }

    @Override
    public Future<ReadResult> get(ReadRequest request) {
      return real.get(request);
    }

    @Override
    public Future<WriteResult> write(WriteRequest request) {
      topologies.note(member.nodeId());
      return real.write(request).onSuccess(result -> note(request, result, member, false));
    }

    @Override
    public Future<WriteResult> writePassedOn(WriteRequest request) {
      topologies.note(member.nodeId());
      return real.writePassedOn(request).onSuccess(result -> note(request, result, member, true));
    }
  }

  private void note(WriteRequest request, WriteResult result, Member member, boolean toPeer) {
    topologies.note(member.nodeId());
    if (Tags.isUntold(request)) {
      return;
    }
    int id = Tags.writeId(request);
    Write write = history.writes().get(id);
    if (write.dots().isEmpty() && write.tooLateFor() != Write.UNKNOWN_KEYSPACE) {
      // It came while its keyspace was being dropped, and was dropped with it.
      return;
    }
    List<StorageKey> asked = List.copyOf(places.getOrDefault(id, Set.of()));
    List<Acknowledgement.Event> events = new ArrayList<>();
    for (Dot dot : write.dots()) {
      if (!toPeer || dot.actor().member() == member.number()) {
        events.add(new Acknowledgement.Event(dot, onDisk(id, asked, dot)));
      }
    }
    List<Acknowledgement.Event> meant = toPeer ? meant(events, result.context()) : events;
    Acknowledgement acknowledgement =
        new Acknowledgement(
            id,
            member.nodeId(),
            member.dc(),
            toPeer,
            ledger.nowNanos(),
            request.level(),
            Ending.Claims.of(result.outcome()),
            asked,
            meant);
    noted.add(acknowledgement);
    spread.acknowledged(acknowledgement);
  }

  /**
   * Of the events that a node made of a write that was passed on to it, perhaps twice, that which
   * its answer is about: the newest that the answer's context has.
   */
  private static List<Acknowledgement.Event> meant(
      List<Acknowledgement.Event> events, CausalContext told) {
    List<Acknowledgement.Event> known =
        events.stream().filter(event -> told.contains(event.dot())).toList();
    return known.isEmpty() ? events : List.of(known.getLast());
  }

  private Set<String> onDisk(int id, List<StorageKey> asked, Dot dot) {
    long invoked = history.writes().get(id).question().invokedNanos();
    Set<String> holders = new TreeSet<>();
    for (Member each : members) {
      DiskLedger disk = ledger.of(each.nodeId());
      if (disk.harmedNanos() >= invoked
          || asked.stream()
              .anyMatch(
                  key ->
                      disk.state(key).context().contains(dot)
                          || disk.droppedNanos(key.keyspaceId()) >= invoked)) {
        holders.add(each.nodeId());
      }
    }
    return holders;
  }
}
