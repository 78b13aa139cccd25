package io.atoll.repair;

/**
 * What a question of a comparison is about: which arcs, as of when. Whoever answers makes the same
 * list of arcs of its own topology and declines where it is another.
 *
 * @param epoch of the asker's topology
 * @param asker the member that compares
 * @param answerer the member that it compares itself with
 * @param keyspaceId all arcs in common are of it; {@link CommonArcs#ALL_KEYSPACES} for no limit
 * @param momentMs as of this moment of wall time, in milliseconds since 1970
 * @param excluded arcs that are left out, by their indices
 * @param digest {@link CommonArcs#digest}
 */
public record Basis(
    long epoch,
    int asker,
    int answerer,
    int keyspaceId,
    long momentMs,
    ArcSet excluded,
    long digest) {
  /** What the fingerprints of an answer have for a subject. */
  public long subject() {
    return (digest ^ momentMs) * 0x9E3779B97F4A7C15L + excluded.hashCode();
  }
}
