package io.atoll.chaos.history;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Dot;
import io.atoll.causal.Version;
import io.atoll.causal.VersionVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * One put or delete of a run, and what became of it. The model of causality is {@link #seen}: the
 * writes that the client had been shown, directly or through what those had seen; it is kept apart
 * from the store's own vectors, which it judges.
 */
public final class Write extends Request {
  /** Of a write that no replica is known to have made. */
  public static final int UNKNOWN_KEYSPACE = -1;

  /** What a replica made of it, once. */
  public record Event(Dot dot, long timestamp) {
    /** Whether another event wins over this, where the last writer wins. */
    public boolean losesTo(Event other) {
      return losesTo(other.dot, other.timestamp);
    }

    private boolean losesTo(Dot other, long itsTimestamp) {
      return itsTimestamp != timestamp ? itsTimestamp > timestamp : other.compareTo(dot) > 0;
    }
  }

  private final boolean delete;
  private final CausalContext context;
  private final BitSet seen;
  private final BitSet effect;
  private boolean repeatable;
  private byte[] value;
  private int keyspaceId = UNKNOWN_KEYSPACE;
  private int tooLateFor = UNKNOWN_KEYSPACE;
  private final List<Event> events = new ArrayList<>();
  private final List<Event> standing = new ArrayList<>();
  private Set<String> durableOn;

  /**
   * @param id unique in the run, 0 or more
   * @param context what the client sent along
   * @param seen ids of the writes that the client had seen when it got that context
   */
  public Write(int id, Question question, boolean delete, CausalContext context, BitSet seen) {
    super(id, question);
    this.delete = delete;
    this.context = context;
    this.seen = (BitSet) seen.clone();
    this.effect = history();
  }

  public boolean isDelete() {
    return delete;
  }

  public CausalContext context() {
    return context;
  }

  /** Ids of the writes that the client had seen. */
  public BitSet seen() {
    return (BitSet) seen.clone();
  }

  /** Whether the client had seen another write, so that this one supersedes it. */
  public boolean supersedes(int other) {
    return seen.get(other);
  }

  /** This write and everything that it had seen. */
  public BitSet history() {
    BitSet history = (BitSet) seen.clone();
    history.set(id());
    return history;
  }

  /**
   * What whoever has its event has seen: its history, and that of the deletes whose place it took.
   * Its client has not seen those.
   */
  public BitSet effect() {
    return (BitSet) effect.clone();
  }

  /** Adds the same to what somebody has seen. */
  public void addEffectTo(BitSet ids) {
    ids.or(effect);
  }

  /** Whether whoever has its event has seen another write. */
  public boolean hasSeen(int other) {
    return effect.get(other);
  }

  /**
   * Whether its client had seen the event that another write is now, and not only one that was made
   * again with a later time.
   */
  public boolean hasSeenAsItIs(Write other) {
    return other.events.size() == 1 || other.dots().stream().allMatch(context::contains);
  }

  /**
   * It was made where deletes stood, and stands in their place.
   *
   * @param others ids of those, and of what they had seen
   * @param gone which writes the replica knew and does not hold: of a delete that came in the
   *     context of a client it knows the event, and not all that whoever made it knew, so that what
   *     the delete superseded elsewhere may stand beside this
   */
  void tookThePlaces(BitSet others, IntPredicate gone) {
    for (int id = others.nextSetBit(0); id >= 0; id = others.nextSetBit(id + 1)) {
      if (!effect.get(id) && gone.test(id)) {
        effect.set(id);
      }
    }
  }

  /**
   * Whether a vector has what it was before it was made again with a later time, and perhaps not
   * what it is since: so have clients that were shown it in between.
   */
  public boolean wasMadeAgainAfter(VersionVector context) {
    return events.size() > standing.size()
        && events.stream().anyMatch(event -> context.contains(event.dot()));
  }

  /** Whether a vector has any of its events. */
  public boolean isSeenIn(VersionVector context) {
    for (Event event : standing) {
      if (context.contains(event.dot)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a state knows this and holds it no more.
   *
   * @param known by the state
   * @param held the events whose versions it holds
   */
  boolean isKnownAndGone(VersionVector known, List<Dot> held) {
    if (!isSeenIn(known)) {
      return false;
    }
    for (Event event : standing) {
      if (held.contains(event.dot)) {
        return false;
      }
    }
    return true;
  }

  /** The value that its client sends. */
  public void carries(byte[] bytes) {
    value = bytes;
  }

  /** Whether a version is of this write: the bytes are its own, and what is kept with them. */
  public boolean isIn(Version version) {
    return version.tombstone()
        ? delete
        : !delete
            && Arrays.equals(version.value(), value)
            && version.contentType().equals(Tags.contentType(id()));
  }

  /** Which keyspace of its name it was made in; {@link #UNKNOWN_KEYSPACE} when it was not. */
  public int keyspaceId() {
    return keyspaceId;
  }

  void madeIn(int keyspace) {
    keyspaceId = keyspace;
  }

  /**
   * The keyspace of which a node had dropped all it had when it made the write: of such an event
   * nothing is to be found; {@link #UNKNOWN_KEYSPACE} where none had.
   */
  public int tooLateFor() {
    return tooLateFor;
  }

  void madeTooLateFor(int keyspace) {
    tooLateFor = keyspace;
  }

  /**
   * Every event that replicas ever made of it, those that were made again with a later time too.
   */
  public List<Event> events() {
    return events;
  }

  /** The nodes that had it on disk when it was acknowledged. */
  public void durableOn(Set<String> nodeIds) {
    durableOn = Set.copyOf(nodeIds);
  }

  /** The same; null where nobody looked. */
  public Set<String> durableOn() {
    return durableOn;
  }

  /** Its owner said that it may take effect more than once. */
  public void mayRepeat() {
    repeatable = true;
  }

  /** Whether it may take effect more than once. */
  public boolean isRepeatable() {
    return repeatable;
  }

  /** A replica made the write event; more than once is a mistake unless it may repeat. */
  void made(Dot dot, long atTimestamp) {
    Event event = new Event(dot, atTimestamp);
    standing.add(event);
    events.add(event);
  }

  /** Its replica made the write event again, with a later time, in place of what it was before. */
  void raised(Dot dot, long atTimestamp) {
    standing.clear();
    made(dot, atTimestamp);
  }

  /** The write events that it became: none when it never reached a replica. */
  public List<Event> standing() {
    return standing;
  }

  /** The same, by their dots. */
  public List<Dot> dots() {
    return standing.stream().map(Event::dot).toList();
  }

  /** Whether a version wins over a write event of this one, where the last writer wins. */
  public boolean losesTo(Version version) {
    for (Event event : standing) {
      if (event.losesTo(version.dot(), version.timestamp())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether an event of another write wins over one that this ever was, before it was made again
   * with a later time too: somebody may have seen only that.
   */
  public boolean everLostTo(Write other) {
    return events.stream().anyMatch(one -> other.events.stream().anyMatch(one::losesTo));
  }

  /** Whether the store said that it certainly has no effect, now or later. */
  public boolean isSaidToBeWithoutEffect() {
    return ending() instanceof Ending.Refused refused && refused.withoutEffect();
  }

  public boolean isAcknowledged() {
    return ending() instanceof Ending.Answered;
  }

  /** Whether it was acknowledged before a time. */
  public boolean isAcknowledgedBefore(long nanos) {
    return ending().isAnsweredBefore(nanos);
  }

  @Override
  public String toString() {
    return "write %d by %s: %s %s, seen %s, became %s, %s"
        .formatted(
            id(),
            question().client(),
            delete ? "delete" : "put",
            question(),
            seen,
            dots(),
            ending());
  }
}
