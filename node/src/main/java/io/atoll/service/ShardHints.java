package io.atoll.service;

import io.atoll.env.Loop;
import io.atoll.env.Timers;
import io.atoll.hints.HintBounds;
import io.atoll.hints.HintSpace;
import io.atoll.hints.TargetStatus;
import io.atoll.ring.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * What replicas missed of the keys of one shard, by target. While there is nothing to bring to
 * anybody, no timer runs. Lives on the shard's loop.
 */
final class ShardHints {
  private static final long TICK_MS = 100;

  private final Loop loop;
  private final HintCourier.Doors doors;
  private final HintBounds bounds;
  private final IntPredicate paused;
  private final TreeMap<Integer, Target> targets = new TreeMap<>();
  private long nextStamp;
  private Timers.Timer timer;
  private boolean stopped;

  private record Target(HintNotes notes, HintCourier courier) {}

  /**
   * @param bounds of the node
   * @param firstStamp drawn anew for each start, so that no stamp of an earlier one comes again
   * @param paused whether a person wants nothing delivered to a member
   */
  ShardHints(
      Loop loop, HintCourier.Doors doors, HintBounds bounds, long firstStamp, IntPredicate paused) {
    this.loop = loop;
    this.doors = doors;
    this.bounds = bounds;
    this.nextStamp = firstStamp;
    this.paused = paused;
  }

  /** Finds what was noted before this start. */
  void start() {
    for (int space : doors.shard().keyspaces()) {
      if (HintSpace.isOne(space)) {
        int member = HintSpace.member(space);
        targets.put(member, target(member, notes(member)));
      }
    }
    goOn();
  }

  void stop() {
    stopped = true;
    halt();
  }

  /** A target lacks a write of a key of this shard. */
  void missed(int member, int keyspaceId, long token, byte[] key) {
    Target target = targets.get(member);
    if (target == null) {
      target = target(member, notes(member).fresh());
      targets.put(member, target);
    }
    target.notes.missed(keyspaceId, token, key);
    goOn();
  }

  private HintNotes notes(int member) {
    return new HintNotes(
        member,
        doors.shard(),
        doors.clock(),
        () -> nextStamp++,
        () -> doors.topology().newest().partitions(),
        bounds,
        doors.stats());
  }

  private Target target(int member, HintNotes notes) {
    return new Target(notes, new HintCourier(member, notes, doors, () -> paused.test(member)));
  }

  private void goOn() {
    if (timer == null && !stopped && !targets.isEmpty()) {
      timer = loop.every(TICK_MS, this::tick);
    }
  }

  private void halt() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void tick() {
    boolean idle = true;
    Topology topology = doors.topology().newest();
    for (int member : List.copyOf(targets.keySet())) {
      Target target = targets.get(member);
      if (topology.hasLeft(member)) {
        target.notes.drop();
        targets.remove(member);
        continue;
      }
      if (target.notes.isLoaded()) {
        target.courier.tick();
        target.notes.sweep();
      } else {
        target.notes.load();
      }
      idle &= target.notes.isEmpty();
    }
    if (idle) {
      halt();
    }
  }

  /** What there is to bring to whom. */
  List<TargetStatus> status() {
    List<TargetStatus> all = new ArrayList<>();
    for (Target target : targets.values()) {
      all.add(target.courier.status());
    }
    return all;
  }
}
