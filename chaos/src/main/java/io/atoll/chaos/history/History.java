package io.atoll.chaos.history;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Dot;
import io.atoll.causal.Siblings;
import io.atoll.causal.Version;
import io.atoll.causal.VersionVector;
import io.atoll.ring.Keyspace;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Everything that clients asked and were told in one run, and every write event that replicas made
 * of it.
 */
public final class History {
  private record KeyedDot(int keyspaceId, String key, Dot dot) {}

  private record Place(String keyspace, String key) {}

  private final List<Write> writes = new ArrayList<>();
  private final List<Read> reads = new ArrayList<>();
  private final Map<KeyedDot, Integer> writeByDot = new HashMap<>();
  private final Map<Place, List<Write>> deletes = new HashMap<>();
  private final Map<String, List<Write>> writesByKey = new HashMap<>();
  private final List<String> mistakes = new ArrayList<>();
  private final Map<Integer, String> dcOfWrite = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final Epochs epochs = new Epochs();
  private final SortedMap<String, Long> harmed = new TreeMap<>();

  /** Notes a write that is about to be asked for. */
  public Write write(Question question, boolean delete, CausalContext context, BitSet seen) {
    Write write = new Write(writes.size(), question, delete, context, seen);
    writes.add(write);
    writesByKey.computeIfAbsent(question.key(), key -> new ArrayList<>()).add(write);
    if (delete) {
      deletes
          .computeIfAbsent(
              new Place(question.keyspace(), question.key()), place -> new ArrayList<>())
          .add(write);
    }
    return write;
  }

  /**
   * Notes a read that is about to be asked for.
   *
   * @param mustSee ids of the writes that its client had seen when it got its context
   */
  public Read read(Question question, VersionVector minContext, BitSet mustSee) {
    Read read = new Read(reads.size(), question, minContext, mustSee);
    reads.add(read);
    return read;
  }

  /** Notes a change of the topology that is about to be asked for. */
  public Change change(Change change) {
    changes.add(change);
    return change;
  }

  /**
   * The disk of a node has lost something that the node had not removed, or may have: it was
   * replaced, put back to what it once was, or damaged.
   */
  public void harmed(String nodeId, long nowNanos) {
    harmed.put(nodeId, nowNanos);
  }

  /**
   * A replica made the event of a write.
   *
   * @param keyspaceId of the keyspace that it was made in
   * @param state the state that it made
   */
  public void made(int id, int keyspaceId, Dot dot, long timestamp, Siblings state) {
    Write write = writes.get(id);
    write.made(dot, timestamp);
    write.madeIn(keyspaceId);
    takePlaces(write, state);
    if (write.standing().size() > 1 && !write.isRepeatable()) {
      mistakes.add("one write was made twice: " + write);
    }
    note(write, dot);
  }

  /** A replica made the event of a write in a keyspace that it had dropped. */
  public void madeTooLate(int id, int keyspaceId) {
    writes.get(id).madeTooLateFor(keyspaceId);
  }

  /** Of the deletes that a state knows and does not hold any more: with all that these had seen. */
  private void takePlaces(Write write, Siblings state) {
    VersionVector known = state.context();
    List<Dot> held = new ArrayList<>();
    state.versions().forEach(version -> held.add(version.dot()));
    BitSet places = new BitSet();
    Place place = new Place(write.keyspace(), write.key());
    for (Write delete : deletes.getOrDefault(place, List.of())) {
      if (delete.id() != write.id()
          && delete.keyspaceId() == write.keyspaceId()
          && delete.isKnownAndGone(known, held)) {
        delete.addEffectTo(places);
      }
    }
    write.tookThePlaces(places, each -> writes.get(each).isKnownAndGone(known, held));
  }

  /** A replica made a write again, which lost; whoever sent it twice knows of one event only. */
  public void raised(int id, Dot dot, long timestamp) {
    Write write = writes.get(id);
    if (write.isRepeatable()) {
      write.made(dot, timestamp);
    } else {
      write.raised(dot, timestamp);
    }
    note(write, dot);
  }

  private void note(Write write, Dot dot) {
    int id = write.id();
    Integer before = writeByDot.put(new KeyedDot(write.keyspaceId(), write.key(), dot), id);
    if (before != null && before != id) {
      mistakes.add(
          "dot %s was used twice, by %s and by %s".formatted(dot, writes.get(before), write));
    }
  }

  /** In which DC the replica is that made a write's event and judged its level. */
  public void coordinatedIn(int id, String dc) {
    dcOfWrite.put(id, dc);
  }

  /** The DC whose levels a write was judged by, or null when it never reached a replica. */
  public String dcOf(Write write) {
    return dcOfWrite.get(write.id());
  }

  /** The write of an event, or null when no replica is known to have made it. */
  public Write writeOf(int keyspaceId, String key, Dot dot) {
    Integer id = writeByDot.get(new KeyedDot(keyspaceId, key, dot));
    return id == null ? null : writes.get(id);
  }

  /**
   * The write of a version: that whose bytes it has, whatever its dot says; a delete, which has
   * none, by its dot. Null when nobody wrote that.
   */
  public Write writeOf(int keyspaceId, String key, Version version) {
    Write write;
    if (version.tombstone()) {
      write = writeOf(keyspaceId, key, version.dot());
    } else {
      int id = Tags.writeId(version.contentType());
      write = id >= 0 && id < writes.size() ? writes.get(id) : null;
    }
    return write != null
            && write.keyspaceId() == keyspaceId
            && write.key().equals(key)
            && write.isIn(version)
        ? write
        : null;
  }

  /**
   * Ids of all writes that a reader of a state has seen: its versions, what their writers had seen,
   * and the deletes whose place they took, with what those had seen.
   */
  public BitSet seenIn(int keyspaceId, String key, Siblings state) {
    BitSet seen = new BitSet();
    for (Version version : state.versions()) {
      Write write = writeOf(keyspaceId, key, version);
      if (write != null) {
        write.addEffectTo(seen);
      }
    }
    return seen;
  }

  public List<Write> writes() {
    return writes;
  }

  /** Those of a key, in whatever keyspace, in the order in which they were asked for. */
  public List<Write> writesOf(String key) {
    return writesByKey.getOrDefault(key, List.of());
  }

  public List<Read> reads() {
    return reads;
  }

  /** The reads that were answered. */
  public List<Read> answeredReads() {
    return reads.stream().filter(Read::isAnswered).toList();
  }

  public List<Change> changes() {
    return changes;
  }

  /**
   * The keyspace that an answered read is of: that of its name in the epoch that it tells. Null
   * where there was none, or nobody saw that epoch.
   */
  public Keyspace keyspaceOf(Read read) {
    return read.ending() instanceof Ending.Answered answered && answered.claims() != null
        ? epochs.keyspace(read.keyspace(), answered.claims().epoch())
        : null;
  }

  /** The topologies that nodes had. */
  public Epochs epochs() {
    return epochs;
  }

  /** Whether a node's disk has lost something since a time. */
  public boolean isHarmedSince(String nodeId, long nanos) {
    return harmed.getOrDefault(nodeId, -1L) >= nanos;
  }

  /** The nodes whose disks have lost something since a time. */
  public Set<String> harmedSince(long nanos) {
    if (harmed.isEmpty()) {
      return Set.of();
    }
    Set<String> nodes = new TreeSet<>(harmed.keySet());
    nodes.removeIf(nodeId -> !isHarmedSince(nodeId, nanos));
    return nodes;
  }

  /** Everything that was asked: all writes, then all reads. */
  public Stream<Request> requests() {
    return Stream.concat(writes.stream(), reads.stream());
  }

  /** How many writes were acknowledged. */
  public long acknowledged() {
    return writes.stream().filter(Write::isAcknowledged).count();
  }

  /** What was wrong already while it happened. */
  public List<String> mistakes() {
    return mistakes;
  }
}
