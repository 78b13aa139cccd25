package io.atoll.replication;

/**
 * What happened to a request, as told to the client.
 *
 * @param asked replicas that were asked
 * @param answered replicas that answered
 * @param required replicas that had to answer
 * @param hints hints that were kept for replicas that did not answer
 * @param epoch the epoch of the topology that was used
 * @param overlapping whether R + W > N held for this request together with the keyspace's default
 *     for the other kind, run in whatever DC, so that a read sees every acknowledged write
 */
public record Outcome(
    int asked, int answered, int required, int hints, long epoch, boolean overlapping) {}
