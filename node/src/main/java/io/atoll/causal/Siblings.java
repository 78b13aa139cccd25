package io.atoll.causal;

import io.atoll.bytes.MalformedBytesException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * The state of one key: a dotted version vector set. Immutable, safe to share.
 *
 * <p>It is the structure of Almeida, Baquero, Gonçalves, Preguiça and Fonte, "Scalable and Accurate
 * Causality Tracking for Eventually Consistent Stores" (DAIS 2014): a vector of every event that is
 * known, and the versions that none of them supersedes, each under the dot of its own write. The
 * dot is what plain version vectors lack: two clients that write through one replica without having
 * seen each other get two dots, neither of which the other's context holds, so neither is lost and
 * none is falsely taken for newer; and a later write that has seen both removes exactly both.
 *
 * <p>The paper keeps the versions of an actor as a list below its counter, which makes their dots
 * implicit and contiguous. Here each version carries its dot, so that any subset may live (what
 * {@link #lastWriterWins} leaves, for example); on states that the paper's operations reach, the
 * results are the same. A version is dropped for one reason only: somebody who knows its dot does
 * not hold it any more. Two laws follow. A dot must never name two versions, hence the generations
 * of {@link Actor}. And a replica that makes a dot must know all earlier dots of its actor, hence
 * {@link #put} belongs to the one owner of the actor, applied to the newest state that it has
 * stored.
 */
public final class Siblings {
  private static final Version[] NO_VERSIONS = {};
  private static final byte[] NO_BYTES = {};

  /** Far more events than any actor makes, and far fewer than there are numbers. */
  private static final long MANY_EVENTS = 1L << 62;

  /** A key that was never written. */
  public static final Siblings EMPTY = new Siblings(VersionVector.EMPTY, NO_VERSIONS);

  private final VersionVector context;

  /** Strictly rising by dot; the context covers every dot. */
  private final Version[] versions;

  /**
   * Its bytes, once somebody wanted them, or those that it was read from: a state that passes
   * through a replica is not written anew.
   */
  private volatile byte[] encoded;

  /** Takes the array over; the caller vouches for its order and that the context covers it. */
  Siblings(VersionVector context, Version[] versions) {
    this.context = context;
    this.versions = versions;
  }

  /** Every event that this state has seen, those of its values included. */
  public VersionVector context() {
    return context;
  }

  /**
   * What a reader of this state has seen, within the bound of {@link CausalContext#bounded}. Every
   * version that this state has seen and does not hold had to give way to one with a higher
   * timestamp, so those of the versions here bound them all.
   */
  public CausalContext clientContext() {
    return new CausalContext(context, maxTimestamp()).bounded(this::hasVersionOf);
  }

  /** The values that nobody has superseded, tombstones included, in the order of their dots. */
  public List<Version> versions() {
    return Collections.unmodifiableList(Arrays.asList(versions));
  }

  /** The versions that are no tombstones: what a reader sees. */
  public List<Version> live() {
    for (Version version : versions) {
      if (version.tombstone()) {
        return versions().stream().filter(each -> !each.tombstone()).toList();
      }
    }
    return versions();
  }

  /** The version that is the only one, tombstones included; null where there are more, or none. */
  public Version only() {
    return versions.length == 1 ? versions[0] : null;
  }

  /** Whether this key was never written; a deleted key is not empty. */
  public boolean isEmpty() {
    return context.isEmpty();
  }

  /** The highest timestamp of the versions, 0 without any. */
  public long maxTimestamp() {
    long max = 0;
    for (Version version : versions) {
      max = Math.max(max, version.timestamp());
    }
    return max;
  }

  /**
   * A write: supersedes what the context saw and every tombstone here, and is concurrent with the
   * rest. That is what a writer does who has seen those tombstones as well: no value is lost by it,
   * since a tombstone has none, and what a tombstone superseded stays superseded, since the vector
   * has that. So deletes that have seen nothing do not pile up. The new dot is the actor's next,
   * after every one that this state or the context has seen. What the context saw and this state
   * did not counts as seen from now on: when it arrives, this write has superseded it. Only an
   * event that stands apart in the context, with a gap here too, cannot be noted; when its version
   * arrives it is a sibling, a conflict too many rather than a value too few.
   *
   * <p>The timestamp is raised above the context's and above those of the versions that are
   * superseded here, so that time never contradicts causality, whichever replica takes the write
   * and whatever its clock says; a version from a clock far ahead therefore can be overwritten.
   *
   * <p>Raising moves no clock, and a clock that is shown the version later believes it no further
   * than {@link HybridClock} says: it is this one version that is ahead, as if a node with a clock
   * far ahead had made it, and it wins over later blind writes of its key only at replicas that do
   * not know it. A bound nearer than the latest time that any clock can give would lose
   * acknowledged writes as soon as two honest clocks differ by more than the bound; beyond that
   * time no context is believed, so that there always is a higher timestamp for who overwrites such
   * a version.
   *
   * @param context what the writer had seen; {@link CausalContext#EMPTY} for a blind write
   * @param timestamp what the writer's clock gives, 0 or more
   * @param tombstone whether to delete; then content type and value are ignored
   * @throws IllegalStateException when the actor has no number left, see {@link #hasRoomFor}
   */
  public Siblings put(
      Actor actor,
      CausalContext context,
      long timestamp,
      boolean tombstone,
      String contentType,
      byte[] value) {
    VersionVector seen = this.context.merge(context.vector()).absorbing(context.apart());
    long counter = seen.counter(actor);
    if (counter == Long.MAX_VALUE) {
      throw new IllegalStateException("actor %s has no number left".formatted(actor));
    }
    Dot dot = new Dot(actor, counter + 1);
    long rising = Math.max(timestamp, believedTimestamp(context) + 1);
    int concurrent = 0;
    for (Version version : versions) {
      if (!isSuperseded(version, context)) {
        concurrent++;
      } else if (version.timestamp() >= rising) {
        rising = version.timestamp() == Long.MAX_VALUE ? Long.MAX_VALUE : version.timestamp() + 1;
      }
    }
    Version written =
        new Version(
            dot, rising, tombstone, tombstone ? "" : contentType, tombstone ? NO_BYTES : value);
    return new Siblings(seen.with(dot), insert(written, concurrent, context));
  }

  /**
   * Whether an actor has numbers left for a write. Nobody writes a key 2^62 times, but a state may
   * say so all the same; then another incarnation of the actor has to make the write.
   */
  public boolean hasRoomFor(Actor actor, CausalContext context) {
    return Math.max(this.context.counter(actor), context.vector().counter(actor)) < MANY_EVENTS;
  }

  /**
   * The time of a write that comes after all that this state has and all that its writer had seen,
   * whether one knows of the other or not: see {@link HybridClock#after}.
   */
  public long timeAfter(CausalContext context) {
    return HybridClock.after(Math.max(maxTimestamp(), believedTimestamp(context)));
  }

  private static long believedTimestamp(CausalContext context) {
    return Math.min(context.timestamp(), HybridClock.MAX_WALL_TIMESTAMP);
  }

  /**
   * The context to answer to the client that has just written: what it had seen, and its own write.
   * Not {@link #clientContext}, which holds siblings that this client never read: its next write
   * would silently remove them.
   *
   * <p>Nor does it hold what became of earlier events of the actor that the client has not read:
   * the write then stands apart. Earlier events of this actor that stood apart need not be named
   * any more, since anyone who knows the new one knows that it has superseded them.
   *
   * <p>The timestamp is that of the whole state, for the client's next write shall win over this
   * one in any case. The context stays within the bound of {@link CausalContext#bounded}.
   *
   * @param actor who made the write; this state is what {@link #put} answered
   * @param context the context of the write
   */
  public CausalContext contextAfterPut(Actor actor, CausalContext context) {
    Dot written = new Dot(actor, this.context.counter(actor));
    long timestamp = Math.max(context.timestamp(), maxTimestamp());
    List<Dot> besides = List.of(written);
    if (!context.apart().isEmpty()) {
      besides = new ArrayList<>(context.apart());
      besides.removeIf(dot -> dot.actor().equals(actor));
      besides.add(written);
    }
    return CausalContext.of(context.vector(), besides, timestamp).bounded(actor::equals);
  }

  /** Whether a write with a context takes the place of a version. */
  private static boolean isSuperseded(Version version, CausalContext context) {
    return version.tombstone() || context.contains(version.dot());
  }

  /** The versions that a write does not supersede, and a new one among them. */
  private Version[] insert(Version written, int concurrent, CausalContext context) {
    Version[] result = new Version[concurrent + 1];
    int size = 0;
    boolean placed = false;
    for (Version version : versions) {
      if (isSuperseded(version, context)) {
        continue;
      }
      if (!placed && version.dot().compareTo(written.dot()) > 0) {
        result[size++] = written;
        placed = true;
      }
      result[size++] = version;
    }
    if (!placed) {
      result[size] = written;
    }
    return result;
  }

  /**
   * Both states joined: commutative, associative, idempotent. A version stays when both have it, or
   * one has it and the other has not seen its dot. This very object or the other when that is the
   * answer.
   */
  @SuppressWarnings("ReferenceEquality") // The join of vectors answers one of them when it can.
  public Siblings merge(Siblings other) {
    VersionVector joined = context.merge(other.context);
    if (joined == context && !other.refutesAnyOf(this)) {
      return this;
    }
    if (joined == other.context && !refutesAnyOf(other)) {
      return other;
    }
    Version[] a = versions;
    Version[] b = other.versions;
    Version[] kept = new Version[a.length + b.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < a.length || j < b.length) {
      int order = i == a.length ? 1 : j == b.length ? -1 : a[i].dot().compareTo(b[j].dot());
      if (order == 0) {
        kept[size++] = a[i++];
        j++;
      } else if (order < 0) {
        Version mine = a[i++];
        if (!other.context.contains(mine.dot())) {
          kept[size++] = mine;
        }
      } else {
        Version theirs = b[j++];
        if (!context.contains(theirs.dot())) {
          kept[size++] = theirs;
        }
      }
    }
    return new Siblings(joined, size == kept.length ? kept : Arrays.copyOf(kept, size));
  }

  /** Whether some version of the other was seen here and is gone. */
  private boolean refutesAnyOf(Siblings other) {
    for (Version version : other.versions) {
      if (context.contains(version.dot()) && !holds(version.dot())) {
        return true;
      }
    }
    return false;
  }

  private boolean holds(Dot dot) {
    int low = 0;
    int high = versions.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = versions[middle].dot().compareTo(dot);
      if (order == 0) {
        return true;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }

  /**
   * The same history with only the value of the highest (timestamp, dot): last writer wins. Good
   * for answering a reader. States that are kept this way must be joined by {@link
   * #mergeLastWriterWins}, never by {@link #merge}.
   */
  public Siblings lastWriterWins() {
    return versions.length <= 1 ? this : new Siblings(context, new Version[] {newest()});
  }

  /**
   * Both states joined, with only the value of the highest (timestamp, dot) of either: commutative,
   * associative, idempotent, and never without a value when one side has one.
   *
   * <p>This is not {@code merge(other).lastWriterWins()}. Dropping a version for its timestamp
   * looks to {@link #merge} like superseding it. As long as timestamps rise along causality, which
   * {@link #put} sees to, both ways agree. Where something has broken that, two states can each
   * hold what the other dropped, and {@code merge} would drop both.
   */
  public Siblings mergeLastWriterWins(Siblings other) {
    VersionVector joined = context.merge(other.context);
    Version mine = newest();
    Version theirs = other.newest();
    boolean keepMine = theirs == null || (mine != null && !theirs.isNewerThan(mine));
    Siblings winner = keepMine ? this : other;
    if (winner.versions.length <= 1 && joined.equals(winner.context)) {
      return winner;
    }
    Version newest = keepMine ? mine : theirs;
    return new Siblings(joined, newest == null ? NO_VERSIONS : new Version[] {newest});
  }

  /**
   * Where the last writer wins: the timestamp of the newest version here if that of another state
   * loses to it and was never seen here, otherwise 0.
   */
  public long winsUnseenOver(Siblings other) {
    Version mine = newest();
    Version theirs = other.newest();
    boolean wins = mine != null && theirs != null && mine.isNewerThan(theirs);
    return wins && !context.contains(theirs.dot()) ? mine.timestamp() : 0;
  }

  /** The version of the highest (timestamp, dot), null without any. */
  private Version newest() {
    Version newest = null;
    for (Version version : versions) {
      if (newest == null || version.isNewerThan(newest)) {
        newest = version;
      }
    }
    return newest;
  }

  /**
   * Forgets actors that left, so that vectors do not grow forever: when there are more than a
   * threshold of entries, those of the leaving actors go, except where a version still carries the
   * actor's dot.
   *
   * <p>Danger: a state that forgot an actor takes its events for new ones. A replica, hint or
   * message that still holds a version of it, superseded elsewhere, brings that version back as a
   * sibling. Prune only actors whose member left the topology, when every replica has repaired
   * since, with one and the same rule on every replica (otherwise merging brings the entries back
   * and hash trees differ meanwhile), and never an actor that may write again.
   *
   * <p>What a replica does with actors that never were; for the pruning of actors whose members
   * have left nothing in service uses it yet.
   *
   * @param leaving which actors may be forgotten
   * @param threshold the number of entries up to which nothing is forgotten
   */
  public Siblings withoutActors(Predicate<Actor> leaving, int threshold) {
    if (context.size() <= threshold) {
      return this;
    }
    VersionVector pruned = context.without(actor -> leaving.test(actor) && !hasVersionOf(actor));
    return pruned.size() == context.size() ? this : new Siblings(pruned, versions);
  }

  private boolean hasVersionOf(Actor actor) {
    int low = 0;
    int high = versions.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (versions[middle].dot().actor().compareTo(actor) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < versions.length && versions[low].dot().actor().equals(actor);
  }

  /** The compact binary form, not to be changed; equal states have equal bytes. */
  public byte[] encode() {
    byte[] bytes = encoded;
    if (bytes == null) {
      bytes = new byte[SiblingsFormat.sizeBytes(this)];
      SiblingsFormat.write(this, bytes, 0);
      encoded = bytes;
    }
    return bytes;
  }

  /** The length of {@link #encode}, without encoding. */
  public int encodedSizeBytes() {
    byte[] bytes = encoded;
    return bytes != null ? bytes.length : SiblingsFormat.sizeBytes(this);
  }

  /**
   * Reads what {@link #encode} wrote. Values are copied out of the bytes.
   *
   * @param bytes kept, and not to be changed from here on
   * @throws MalformedBytesException naming what is wrong, for any other bytes
   */
  public static Siblings decode(byte[] bytes) {
    Siblings read = decode(bytes, 0, bytes.length);
    if (!read.isEmpty()) {
      read.encoded = bytes;
    }
    return read;
  }

  /** Like {@link #decode(byte[])}, of exactly the given part of an array, which is not kept. */
  public static Siblings decode(byte[] bytes, int offset, int length) {
    return SiblingsFormat.read(bytes, offset, length);
  }

  int versionCount() {
    return versions.length;
  }

  Version versionAt(int index) {
    return versions[index];
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Siblings other
        && context.equals(other.context)
        && Arrays.equals(versions, other.versions);
  }

  @Override
  public int hashCode() {
    return Objects.hash(context, Arrays.hashCode(versions));
  }

  /** For example {@code Siblings[seen [3.1:17], versions [3.1:17 at 99 5 B text/plain]]}. */
  @Override
  public String toString() {
    return "Siblings[seen " + context + ", versions " + Arrays.toString(versions) + "]";
  }
}
