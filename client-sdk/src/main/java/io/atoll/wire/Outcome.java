package io.atoll.wire;

/**
 * What happened to a request at the replicas.
 *
 * @param asked replicas that were asked
 * @param answered replicas that answered
 * @param required replicas that had to answer
 * @param hints hints that were kept for replicas that did not
 * @param overlapping whether R + W > N held together with the keyspace's default for the other kind
 *     of request, so that a read sees every acknowledged write
 */
public record Outcome(int asked, int answered, int required, int hints, boolean overlapping) {
  /** Nothing was asked. */
  public static final Outcome NONE = new Outcome(0, 0, 0, 0, false);
}
