package io.atoll.service;

import io.atoll.env.Clock;
import io.atoll.hints.Delivery;
import io.atoll.hints.Delivery.Source;
import io.atoll.hints.Delivery.Step;
import io.atoll.hints.DirtyArc;
import io.atoll.hints.Hint;
import io.atoll.hints.HintAccount;
import io.atoll.hints.HintStats;
import io.atoll.hints.HintStats.Counter;
import io.atoll.hints.Rate;
import io.atoll.hints.Receipt;
import io.atoll.hints.TargetStatus;
import io.atoll.peer.Peers;
import io.atoll.replication.LiveMembers;
import io.atoll.replication.TopologyFeed;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Partitions;
import io.atoll.ring.Topology;
import io.atoll.service.ParcelPacking.Packed;
import io.atoll.storage.StorageShard;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Brings one target what it missed of one shard: packs and sends parcels when its {@link Delivery}
 * says so, and forgets what has arrived. Lives on the shard's loop.
 */
final class HintCourier implements ParcelPacking.Listener, ParcelSending.Listener {
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
    ParcelPacking packing = new ParcelPacking(doors.shard, step, this);
    switch (step.source()) {
      case Source.Hints _ -> packing.ofHints(notes.space());
      case Source.Arc arc ->
          packing.ofArc(
              arc.place().keyspaceId(),
              Partitions.tokens(arc.place().partition(), doors.topology.newest().partitions()));
    }
  }

  @Override
  public boolean isObsolete(Hint hint) {
    return isObsolete(hint.keyspaceId(), hint.token());
  }

  @Override
  public void obsolete(Hint hint) {
    notes
        .forget(hint)
        .onSuccess(
            gone -> {
              if (gone) {
                doors.stats.count(Counter.FORGOTTEN);
                delivery.settled(1);
              }
            })
        .onFailure(this::notForgotten);
  }

  @Override
  public void packed(Packed parcel) {
    delivery.packed(parcel.last(), parcel.bytes(), parcel.end());
    if (!parcel.entries().isEmpty()) {
      doors.stats.count(Counter.PARCELS);
      new ParcelSending(member, parcel, doors, this).begin();
    }
  }

  @Override
  public void cameFurther() {
    run();
  }

  @Override
  public void unreadable(Throwable cause) {
    delivery.notPacked(String.valueOf(cause.getMessage()));
    run();
  }

  /** What has done its work stays: there is no point in bringing it again at once. */
  private void notForgotten(Throwable cause) {
    arcsCheckedIn = 0;
    delivery.notForgotten(doors.clock.millis(), String.valueOf(cause.getMessage()));
  }

  @Override
  public void received(Packed parcel, Receipt receipt) {
    int taken = 0;
    for (int i = 0; i < receipt.durable().length; i++) {
      if (receipt.durable()[i]) {
        taken++;
        if (!parcel.hints().isEmpty()) {
          notes.forget(parcel.hints().get(i)).onFailure(this::notForgotten);
        }
      }
    }
    rate.add(taken);
    doors.stats.add(Counter.DELIVERED, taken);
    long now = doors.clock.millis();
    if (taken == parcel.entries().size()) {
      doors.stats.add(Counter.DELIVERED_BYTES, parcel.bytes());
      delivery.taken(now, parcel.bytes(), taken, receipt.waitedMicros());
      run();
    } else if (taken > 0) {
      doors.stats.count(Counter.PARCELS_REFUSED);
      delivery.takenInPart(now, parcel.bytes(), taken, receipt.waitedMicros(), receipt.refusal());
      run();
    } else {
      refused(parcel, receipt.refusal());
    }
  }

  @Override
  public void refused(Packed parcel, String why) {
    doors.stats.count(Counter.PARCELS_REFUSED);
    delivery.refused(parcel.bytes(), why);
    run();
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
