package io.atoll.hints;

import io.atoll.env.Invariant;

/**
 * An arc of one keyspace of which one target lacks keys that no hint names. All keys of the arc
 * have to be brought.
 *
 * <p>It is noted on the disk when it gets dirty, and again before it is visited: what was missed
 * before the note was asked for is shown, and so visited, once the note is durable. When something
 * is missed after that, one visit is not enough. Belongs to its shard's loop.
 */
public final class DirtyArc {
  /** Which arc. */
  public record Place(int keyspaceId, int partition) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byKeyspace = Integer.compare(keyspaceId, other.keyspaceId);
      return byKeyspace != 0 ? byKeyspace : Integer.compare(partition, other.partition);
    }
  }

  private final Place place;
  private final long sinceMs;
  private long misses;
  private long notedMisses;
  private long beingNoted;
  private long notedBefore;
  private long leavingWith;

  /**
   * @param sinceMs wall time of the oldest write that may be missed
   */
  DirtyArc(Place place, long sinceMs) {
    this.place = place;
    this.sinceMs = sinceMs;
  }

  /** One that is on the disk. */
  static DirtyArc found(Place place, long sinceMs) {
    DirtyArc arc = new DirtyArc(place, sinceMs);
    arc.misses = 1;
    arc.notedMisses = 1;
    return arc;
  }

  public Place place() {
    return place;
  }

  public long sinceMs() {
    return sinceMs;
  }

  void missed() {
    misses++;
  }

  /** Whether it is on the disk at all. */
  public boolean isNoted() {
    return notedMisses > 0;
  }

  /** Whether a note of it is on its way to the disk. */
  public boolean isBeingNoted() {
    return beingNoted > 0;
  }

  /** A note of it is on its way. */
  public void noting() {
    Invariant.check(!isBeingNoted(), "one note of a dirty arc is written at a time");
    beingNoted = misses;
  }

  /** What became of that note. */
  public void noted(boolean durable) {
    notedMisses = durable ? beingNoted : notedMisses;
    beingNoted = 0;
  }

  /** All that it had missed was brought, and the note of it is on its way out. */
  public void leaving() {
    leavingWith = misses;
    notedBefore = notedMisses;
    notedMisses = 0;
  }

  /** Whether that is so, and nothing was missed since. */
  public boolean isLeaving() {
    return leavingWith > 0 && leavingWith == misses;
  }

  /**
   * What became of the removal of its note.
   *
   * @return whether nothing is missed any more
   */
  public boolean left(boolean removed) {
    boolean whole = removed && isLeaving();
    if (!removed && notedMisses == 0) {
      notedMisses = notedBefore;
    }
    leavingWith = 0;
    return whole;
  }

  /** Whether a visit that begins now sees all that was missed. */
  public boolean mayBeVisited() {
    return misses == notedMisses;
  }

  /** How much was missed: a visit that began with as much has brought all of it. */
  public long misses() {
    return misses;
  }
}
