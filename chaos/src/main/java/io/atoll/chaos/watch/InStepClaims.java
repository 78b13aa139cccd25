package io.atoll.chaos.watch;

import io.atoll.causal.Dot;
import io.atoll.causal.HybridClock;
import io.atoll.chaos.history.History;
import io.atoll.chaos.history.Write;
import io.atoll.chaos.model.Placement;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Topology;
import io.atoll.storage.StorageKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Holds it against the disks when a node says that it and another are in step as of a moment: of a
 * write that was acknowledged before that moment and whose event is not later, either both have the
 * event on disk or neither has. A part of the acknowledgements is looked at, each once for two
 * nodes, with the first claim that covers it.
 */
final class InStepClaims {
  /** One acknowledgement in so many is looked at. */
  private static final int ONE_IN = 5;

  private final Ledger ledger;
  private final History history;
  private final List<Acknowledgement> noted;
  private final Supplier<Topology> newest;
  private final Map<Claimed, Integer> looked = new HashMap<>();
  private final List<String> untrue = new ArrayList<>();
  private int held;

  /** Of whom and of what something was claimed. */
  private record Claimed(String one, String other, int keyspaceId) {}

  /**
   * @param noted every acknowledgement, in the order of their times; grows
   * @param newest topology of any node
   */
  InStepClaims(
      Ledger ledger, History history, List<Acknowledgement> noted, Supplier<Topology> newest) {
    this.ledger = ledger;
    this.history = history;
    this.noted = noted;
    this.newest = newest;
  }

  /**
   * A node says that it is in step with another.
   *
   * @param momentMs as of when, in wall time
   * @param momentNanos the same in virtual time
   */
  void claimed(String one, String other, int keyspaceId, long momentMs, long momentNanos) {
    Claimed claimed = new Claimed(one, other, keyspaceId);
    int next = looked.getOrDefault(claimed, 0);
    for (; next < noted.size() && noted.get(next).atNanos() <= momentNanos; next++) {
      Acknowledgement said = noted.get(next);
      for (Acknowledgement.Event event : said.events()) {
        if (said.write() % ONE_IN == 0 && isAsOf(said, event.dot(), momentMs)) {
          look(claimed, said, event, one, other, momentNanos);
          look(claimed, said, event, other, one, momentNanos);
        }
      }
    }
    looked.put(claimed, next);
  }

  private boolean isAsOf(Acknowledgement said, Dot dot, long momentMs) {
    long timestamp = history.writes().get(said.write()).timestampOf(dot);
    return HybridClock.wallMs(timestamp) <= momentMs;
  }

  private void look(
      Claimed claimed,
      Acknowledgement said,
      Acknowledgement.Event event,
      String having,
      String lacking,
      long momentNanos) {
    DiskLedger disk = ledger.of(having);
    DiskLedger other = ledger.of(lacking);
    Write write = history.writes().get(said.write());
    if (!event.onDisk().contains(having)
        || disk.harmedNanos() >= write.question().invokedNanos()
        || other.harmedNanos() >= momentNanos
        || disk.droppedNanos(claimed.keyspaceId) >= 0
        || other.droppedNanos(claimed.keyspaceId) >= 0) {
      return;
    }
    for (StorageKey place : said.places()) {
      if (place.keyspaceId() == claimed.keyspaceId) {
        held++;
        if (!other.state(place).context().contains(event.dot()) && holds(lacking, place)) {
          untrue.add(
              "%s said at %.3f ms that it is in step with %s as of %.3f ms, and %s lacks %s of %s"
                  .formatted(
                      claimed.one,
                      ledger.nowNanos() / 1e6,
                      claimed.other,
                      momentNanos / 1e6,
                      lacking,
                      event.dot(),
                      said));
        }
      }
    }
  }

  private boolean holds(String nodeId, StorageKey place) {
    Topology now = newest.get();
    Keyspace keyspace = now.keyspace(place.keyspaceId());
    return keyspace != null
        && Placement.replicas(now, keyspace, place.token()).stream()
            .anyMatch(replica -> replica.nodeId().equals(nodeId));
  }

  /** What was said and is not so, in words. */
  List<String> untrue() {
    return untrue;
  }

  /** How often a write was looked for. */
  int held() {
    return held;
  }
}
