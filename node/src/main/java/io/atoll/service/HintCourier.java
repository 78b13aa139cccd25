package io.atoll.service;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.env.Clock;
import io.atoll.hints.Delivery;
import io.atoll.hints.Delivery.Source;
import io.atoll.hints.Delivery.Step;
import io.atoll.hints.DirtyArc;
import io.atoll.hints.Hint;
import io.atoll.hints.HintAccount;
import io.atoll.hints.HintFormat;
import io.atoll.hints.HintStats;
import io.atoll.hints.HintStats.Counter;
import io.atoll.hints.HintsProtocol;
import io.atoll.hints.Parcel;
import io.atoll.hints.Rate;
import io.atoll.hints.Receipt;
import io.atoll.hints.TargetStatus;
import io.atoll.peer.NotServed;
import io.atoll.peer.Peers;
import io.atoll.replication.LiveMembers;
import io.atoll.replication.TopologyFeed;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Partitions;
import io.atoll.ring.Topology;
import io.atoll.storage.ScanRange;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageShard;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Brings one target what it missed of one shard: reads hints and states, sends them when its {@link
 * Delivery} says so, and forgets what has arrived. Lives on the shard's loop.
 */
final class HintCourier {
  private static final long DELIVER_TIMEOUT_MS = 5_000;

  private final int member;
  private final HintNotes notes;
  private final HintAccount account;
  private final Doors doors;
  private final BooleanSupplier paused;
  private final Delivery delivery = new Delivery();
  private final Rate rate = new Rate();
  private boolean running;
  private long arcsCheckedIn;

  /** What the couriers of one shard share. */
  record Doors(
      StorageShard shard,
      TopologyFeed topology,
      LiveMembers liveness,
      Peers peers,
      Clock clock,
      HintStats stats) {}

  /**
   * @param member the target
   * @param notes what the target missed
   * @param paused whether a person wants nothing delivered to it
   */
  HintCourier(int member, HintNotes notes, Doors doors, BooleanSupplier paused) {
    this.member = member;
    this.notes = notes;
    this.account = notes.account();
    this.doors = doors;
    this.paused = paused;
  }

  /** Time has passed. */
  void tick() {
    long now = doors.clock.millis();
    rate.tick(now);
    forgetObsoleteArcs();
    boolean wanted = !paused.getAsBoolean() && doors.liveness.alive(member);
    for (DirtyArc arc : account.arcs()) {
      notes.note(arc, wanted);
    }
    run();
  }

  /** Does whatever there is to do. */
  private void run() {
    if (running) {
      return;
    }
    running = true;
    try {
      for (Step step = next(); step != null; step = next()) {
        switch (step) {
          case Step.Pack pack -> pack(pack);
          case Step.Brought brought -> brought(brought.arc());
        }
      }
    } finally {
      running = false;
    }
  }

  private Step next() {
    return delivery.next(
        doors.clock.millis(),
        new Delivery.Conditions(
            paused.getAsBoolean(),
            doors.liveness.alive(member),
            doors.liveness.takesWrites(member),
            notes.mayBeRead(),
            arc()));
  }

  private DirtyArc arc() {
    for (DirtyArc arc : account.arcs()) {
      if (arc.mayBeVisited()) {
        return arc;
      }
    }
    return null;
  }

  private void forgetObsoleteArcs() {
    long epoch = doors.topology.newest().epoch();
    if (epoch == arcsCheckedIn) {
      return;
    }
    arcsCheckedIn = epoch;
    List<DirtyArc> obsolete = new ArrayList<>();
    for (DirtyArc arc : account.arcs()) {
      if (isObsolete(arc.place().keyspaceId(), firstToken(arc.place()))) {
        obsolete.add(arc);
      }
    }
    obsolete.forEach(arc -> notes.clean(arc).onFailure(this::notForgotten));
  }

  private void brought(Source.Arc brought) {
    DirtyArc arc = account.arc(brought.place());
    if (arc != null && arc.misses() == brought.misses()) {
      notes.clean(arc).onFailure(this::notForgotten);
    }
  }

  private void pack(Step.Pack step) {
    Packing packing = new Packing(step);
    switch (step.source()) {
      case Source.Hints _ -> packing.fromHints();
      case Source.Arc arc -> packing.fromArc(arc.place());
    }
  }

  /** One parcel that is being put together. */
  private final class Packing {
    private final Step.Pack step;
    private final List<Hint> found = new ArrayList<>();
    private final List<Hint> packed = new ArrayList<>();
    private final List<Parcel.Entry> entries = new ArrayList<>();
    private Delivery.Cursor last;
    private int bytes;
    private boolean scannedAll;
    private int next;

    Packing(Step.Pack step) {
      this.step = step;
    }

    void fromHints() {
      doors
          .shard
          .scan(
              range(ScanRange.all(notes.space())),
              (token, key, value) -> {
                if (HintFormat.isHint(key)) {
                  takeNote(token, key, value);
                }
                return found.size() < step.mostEntries();
              })
          .onComplete(
              stopped -> {
                scannedAll = stopped == null;
                readStates();
                run();
              },
              this::unreadable);
    }

    private void takeNote(long token, byte[] key, byte[] value) {
      try {
        found.add(HintFormat.hint(token, key, value));
      } catch (MalformedBytesException damaged) {
        // Nobody can say what it was.
      }
    }

    /** Each hint was read before the state is: what is missed after that has another stamp. */
    private void readStates() {
      while (next < found.size()) {
        Hint hint = found.get(next);
        if (isObsolete(hint.keyspaceId(), hint.token())) {
          forget(hint);
          continue;
        }
        Future<byte[]> state =
            doors.shard.get(new StorageKey(hint.keyspaceId(), hint.token(), hint.key()));
        if (!state.isComplete()) {
          state.onComplete(
              read -> {
                if (take(hint, state)) {
                  readStates();
                } else {
                  send();
                }
                run();
              });
          return;
        }
        if (!take(hint, state)) {
          break;
        }
      }
      send();
    }

    private void forget(Hint hint) {
      passed(hint);
      notes
          .forget(hint)
          .onSuccess(
              gone -> {
                if (gone) {
                  doors.stats.count(Counter.FORGOTTEN);
                  delivery.settled(1);
                }
              })
          .onFailure(HintCourier.this::notForgotten);
    }

    private void passed(Hint hint) {
      next++;
      last = new Delivery.Cursor(hint.token(), HintFormat.key(hint.keyspaceId(), hint.key()));
    }

    /**
     * @return whether there may be room for more
     */
    private boolean take(Hint hint, Future<byte[]> state) {
      if (state.failed()) {
        // It stays, until the state can be read.
        passed(hint);
        return true;
      }
      if (state.result() == null) {
        // Never made: the write was undone.
        forget(hint);
        return true;
      }
      Parcel.Entry entry = new Parcel.Entry(hint.keyspaceId(), hint.key(), state.result());
      if (!add(entry)) {
        return false;
      }
      packed.add(hint);
      passed(hint);
      return bytes < step.mostBytes();
    }

    private boolean add(Parcel.Entry entry) {
      if (!entries.isEmpty() && bytes + entry.sizeBytes() > step.mostBytes()) {
        return false;
      }
      entries.add(entry);
      bytes += entry.sizeBytes();
      return true;
    }

    void fromArc(DirtyArc.Place place) {
      ScanRange arc =
          ScanRange.of(
              place.keyspaceId(),
              Partitions.tokens(place.partition(), doors.topology.newest().partitions()));
      doors
          .shard
          .scan(
              range(arc),
              (token, key, value) -> {
                boolean added = add(new Parcel.Entry(place.keyspaceId(), key, value));
                last = added ? new Delivery.Cursor(token, key) : last;
                return added && entries.size() < step.mostEntries() && bytes < step.mostBytes();
              })
          .onComplete(
              stopped -> {
                scannedAll = stopped == null;
                send();
                run();
              },
              this::unreadable);
    }

    private ScanRange range(ScanRange all) {
      Delivery.Cursor after = step.after();
      return after == null
          ? all
          : all.resumeAfter(new StorageKey(all.keyspaceId(), after.token(), after.key()));
    }

    private void unreadable(Throwable cause) {
      delivery.notPacked(String.valueOf(cause.getMessage()));
      run();
    }

    private void send() {
      delivery.packed(last, bytes, scannedAll && next == found.size());
      if (!entries.isEmpty()) {
        doors.stats.count(Counter.PARCELS);
        new Sending(packed, entries.size(), bytes)
            .begin(new Parcel(doors.topology.newest().epoch(), entries));
      }
    }
  }

  /** What has done its work stays: there is no point in bringing it again at once. */
  private void notForgotten(Throwable cause) {
    arcsCheckedIn = 0;
    delivery.notForgotten(doors.clock.millis(), String.valueOf(cause.getMessage()));
  }

  /** One parcel on its way. */
  private final class Sending implements Peers.Listener<Receipt> {
    private final List<Hint> hints;
    private final int entries;
    private final int bytes;
    private Peers.Call call;

    /**
     * @param hints that can be forgotten when it has arrived, in the order of its entries; none
     *     where it is of an arc
     */
    Sending(List<Hint> hints, int entries, int bytes) {
      this.hints = hints;
      this.entries = entries;
      this.bytes = bytes;
    }

    void begin(Parcel parcel) {
      call = doors.peers.call(member, HintsProtocol.DELIVER, parcel, DELIVER_TIMEOUT_MS, this);
      if (call == null) {
        refused("not connected");
      }
    }

    @Override
    public void replied(Receipt receipt) {
      call.close();
      doors.topology.seen(member, receipt.epoch());
      if (receipt.durable().length != entries) {
        refused("it answered for %d entries of %d".formatted(receipt.durable().length, entries));
        return;
      }
      int taken = 0;
      for (int i = 0; i < entries; i++) {
        if (receipt.durable()[i]) {
          taken++;
          if (!hints.isEmpty()) {
            notes.forget(hints.get(i)).onFailure(HintCourier.this::notForgotten);
          }
        }
      }
      rate.add(taken);
      doors.stats.add(Counter.DELIVERED, taken);
      if (taken == entries) {
        doors.stats.add(Counter.DELIVERED_BYTES, bytes);
        delivery.taken(doors.clock.millis(), bytes, entries, receipt.waitedMicros());
        run();
      } else if (taken > 0) {
        doors.stats.count(Counter.PARCELS_REFUSED);
        delivery.takenInPart(
            doors.clock.millis(), bytes, taken, receipt.waitedMicros(), receipt.refusal());
        run();
      } else {
        refused(receipt.refusal());
      }
    }

    @Override
    public void broken() {
      refused("no answer");
    }

    @Override
    public void notServed(NotServed why) {
      refused(why.text());
    }

    private void refused(String why) {
      doors.stats.count(Counter.PARCELS_REFUSED);
      delivery.refused(bytes, why);
      run();
    }
  }

  /** Whether the target need not be told of a key: it holds it no more, or nobody does. */
  private boolean isObsolete(int keyspaceId, long token) {
    Topology topology = doors.topology.newest();
    Keyspace keyspace = topology.keyspace(keyspaceId);
    if (keyspace == null) {
      // One that was not made yet is known to others, and soon here.
      return topology.hasDropped(keyspaceId);
    }
    return topology.placement(keyspace, token).writes().stream()
        .noneMatch(replica -> replica.number() == member);
  }

  private long firstToken(DirtyArc.Place place) {
    return Partitions.tokens(place.partition(), doors.topology.newest().partitions()).from();
  }

  TargetStatus status() {
    return new TargetStatus(
        member,
        account.count(),
        account.bytes(),
        account.sinceMs(),
        account.isEmpty() ? 0 : rate.perSecond(),
        account.arcs().size(),
        delivery.state(),
        delivery.refusal());
  }
}
