package io.atoll.chaos.history;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Dot;
import io.atoll.causal.Siblings;
import io.atoll.causal.Version;
import io.atoll.causal.VersionVector;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that clients asked and were told in one run, and every write event that replicas made
 * of it.
 */
public final class History {
  private record KeyedDot(String keyspace, String key, Dot dot) {}

  private record Place(String keyspace, String key) {}

  private final List<Write> writes = new ArrayList<>();
  private final List<Read> reads = new ArrayList<>();
  private final Map<KeyedDot, Integer> writeByDot = new HashMap<>();
  private final Map<Place, List<Write>> deletes = new HashMap<>();
  private final List<String> mistakes = new ArrayList<>();
  private final Map<Integer, String> dcOfWrite = new HashMap<>();

  /** Notes a write that is about to be asked for. */
  public Write write(Question question, boolean delete, CausalContext context, BitSet seen) {
    Write write = new Write(writes.size(), question, delete, context, seen);
    writes.add(write);
    if (delete) {
      deletes
          .computeIfAbsent(
              new Place(question.keyspace(), question.key()), place -> new ArrayList<>())
          .add(write);
    }
    return write;
  }

  /** Notes a read that is about to be asked for. */
  public Read read(Question question, VersionVector minContext) {
    Read read = new Read(reads.size(), question, minContext);
    reads.add(read);
    return read;
  }

  /**
   * A replica made the event of a write.
   *
   * @param state the state that it made
   */
  public void made(int id, Dot dot, long timestamp, Siblings state) {
    Write write = writes.get(id);
    write.made(dot, timestamp);
    deletes.getOrDefault(new Place(write.keyspace(), write.key()), List.of()).stream()
        .filter(delete -> delete.id() != id && delete.isKnownAndGone(state))
        .forEach(write::tookThePlaceOf);
    if (write.dots().size() > 1 && !write.isRepeatable()) {
      mistakes.add("one write was made twice: " + write);
    }
    note(write, dot);
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
    Integer before = writeByDot.put(new KeyedDot(write.keyspace(), write.key(), dot), id);
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

  /** The write of a version, or null when no replica is known to have made it. */
  public Write writeOf(String keyspace, String key, Dot dot) {
    Integer id = writeByDot.get(new KeyedDot(keyspace, key, dot));
    return id == null ? null : writes.get(id);
  }

  /**
   * Ids of all writes that a reader of a state has seen: its versions, what their writers had seen,
   * and the deletes whose place they took, with what those had seen.
   */
  public BitSet seenIn(String keyspace, String key, Siblings state) {
    BitSet seen = new BitSet();
    for (Version version : state.versions()) {
      Write write = writeOf(keyspace, key, version.dot());
      if (write != null) {
        seen.or(write.effect());
      }
    }
    return seen;
  }

  /**
   * Ids of all writes that a state stands for: those that its reader has seen, and the deletes
   * whose place any of these took. The writer of such a write has not seen the delete, and may go
   * on from its own write at a replica that does not have it yet.
   */
  public BitSet standsFor(String keyspace, String key, Siblings state) {
    BitSet all = seenIn(keyspace, key, state);
    int before;
    do {
      before = all.cardinality();
      ((BitSet) all.clone()).stream().forEach(id -> all.or(writes.get(id).effect()));
    } while (all.cardinality() > before);
    return all;
  }

  public List<Write> writes() {
    return writes;
  }

  public List<Read> reads() {
    return reads;
  }

  /** The reads that were answered. */
  public List<Read> answeredReads() {
    return reads.stream().filter(Read::isAnswered).toList();
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
