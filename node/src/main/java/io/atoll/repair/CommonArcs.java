package io.atoll.repair;

import io.atoll.ring.Keyspace;
import io.atoll.ring.Partitions;
import io.atoll.ring.TokenRange;
import io.atoll.ring.Topology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The arcs of which two members both hold a replica, in an order that both know: by keyspace, then
 * by arc. So a part of them is named by indices. Immutable.
 */
public final class CommonArcs {
  /** In place of a keyspace: all of them. */
  public static final int ALL_KEYSPACES = -1;

  /** More than there can be. */
  public static final int MAX_SIZE = Partitions.MAX_COUNT * Topology.MAX_KEYSPACES;

  private final long epoch;
  private final int asker;
  private final int answerer;
  private final int keyspaceId;
  private final int partitions;
  private final List<Section> sections;
  private final int size;
  private final long digest;

  /**
   * The arcs of one keyspace.
   *
   * @param first the index of the first of them
   * @param arcs ascending; not to be changed
   */
  private record Section(int keyspaceId, int first, int[] arcs) {
    int end() {
      return first + arcs.length;
    }
  }

  /** Is shown arcs. */
  @FunctionalInterface
  public interface Visitor {
    void visit(int index, int keyspaceId, int arc);
  }

  private CommonArcs(
      Topology topology, int asker, int answerer, int keyspaceId, List<Section> sections) {
    this.epoch = topology.epoch();
    this.asker = asker;
    this.answerer = answerer;
    this.keyspaceId = keyspaceId;
    this.partitions = topology.partitions();
    this.sections = List.copyOf(sections);
    this.size = sections.isEmpty() ? 0 : sections.getLast().end();
    this.digest = makeDigest();
  }

  /**
   * Those of two members.
   *
   * @param asker the number of the member that begins the comparison
   * @param answerer the number of the other
   * @param keyspaceId {@link #ALL_KEYSPACES} or one that need not exist
   */
  public static CommonArcs of(Topology topology, int asker, int answerer, int keyspaceId) {
    List<Keyspace> keyspaces = new ArrayList<>();
    for (Keyspace keyspace : topology.keyspaces().values()) {
      if (keyspaceId == ALL_KEYSPACES || keyspaceId == keyspace.id()) {
        keyspaces.add(keyspace);
      }
    }
    keyspaces.sort((one, other) -> Integer.compare(one.id(), other.id()));
    Map<SortedMap<String, Integer>, int[]> alike = new HashMap<>();
    List<Section> sections = new ArrayList<>();
    int first = 0;
    for (Keyspace keyspace : keyspaces) {
      int[] arcs = alike.get(keyspace.replication());
      if (arcs == null || topology.transition().isPresent()) {
        arcs = arcs(topology, keyspace, asker, answerer);
        alike.put(keyspace.replication(), arcs);
      }
      if (arcs.length > 0) {
        sections.add(new Section(keyspace.id(), first, arcs));
        first += arcs.length;
      }
    }
    return new CommonArcs(topology, asker, answerer, keyspaceId, sections);
  }

  private static int[] arcs(Topology topology, Keyspace keyspace, int one, int other) {
    int[] arcs = new int[topology.partitions()];
    int count = 0;
    for (int arc = 0; arc < arcs.length; arc++) {
      long token = Partitions.tokens(arc, arcs.length).from();
      var replicas = topology.preferenceList(keyspace, token);
      if (replicas.contains(one) && replicas.contains(other)) {
        arcs[count++] = arc;
      }
    }
    return Arrays.copyOf(arcs, count);
  }

  private long makeDigest() {
    long hash = mix(mix(mix(epoch) + partitions) + size);
    hash = mix(mix(hash + Math.min(asker, answerer)) + Math.max(asker, answerer));
    for (Section section : sections) {
      hash = mix(hash + section.keyspaceId);
      for (int arc : section.arcs) {
        hash = mix(hash + arc);
      }
    }
    return hash;
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
  private static long mix(long number) {
    long z = number + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * What a question about them is founded on.
   *
   * @param momentMs as of when
   * @param excluded which of them are left out
   */
  public Basis basis(long momentMs, ArcSet excluded) {
    return new Basis(epoch, asker, answerer, keyspaceId, momentMs, excluded, digest);
  }

  /** Of the topology. */
  public long epoch() {
    return epoch;
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** The keyspaces that they are of, in the order of their numbers. */
  public List<Integer> keyspaces() {
    return sections.stream().map(Section::keyspaceId).toList();
  }

  /** A number that is the same for the same arcs of the same two members and epoch. */
  public long digest() {
    return digest;
  }

  /** The arc of an index, from 0 to {@link #size}. */
  public ArcId get(int index) {
    Section section = section(index);
    return new ArcId(section.keyspaceId, section.arcs[index - section.first]);
  }

  /** The tokens of the arc of an index. */
  public TokenRange tokens(int index) {
    return Partitions.tokens(get(index).arc(), partitions);
  }

  /** Shows the arcs of a span, in order. */
  public void visit(ArcSpan span, Visitor visitor) {
    for (Section section : sections) {
      int from = Math.max(span.from(), section.first);
      int to = Math.min(span.to(), section.end());
      for (int index = from; index < to; index++) {
        visitor.visit(index, section.keyspaceId, section.arcs[index - section.first]);
      }
    }
  }

  /** The indices of the arcs that a token lies in: one for each keyspace at most, ascending. */
  public List<Integer> holding(long token) {
    int arc = Partitions.of(token, partitions);
    List<Integer> holding = new ArrayList<>(1);
    for (Section section : sections) {
      int place = Arrays.binarySearch(section.arcs, arc);
      if (place >= 0) {
        holding.add(section.first + place);
      }
    }
    return holding;
  }

  private Section section(int index) {
    int low = 0;
    int high = sections.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (sections.get(middle).first <= index) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return sections.get(low);
  }
}
