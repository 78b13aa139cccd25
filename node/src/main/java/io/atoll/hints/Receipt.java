package io.atoll.hints;

/**
 * What became of a {@link Parcel}.
 *
 * @param epoch of the receiver's topology
 * @param waitedMicros how long it took from the arrival until the last entry was on disk
 * @param durable by the place of an entry in the parcel, whether its state is on disk
 * @param refusal why some are not; empty when all are
 */
public record Receipt(long epoch, long waitedMicros, boolean[] durable, String refusal) {}
