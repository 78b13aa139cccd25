package io.atoll.causal;

/**
 * One written value, or the mark of a delete.
 *
 * @param dot the write event
 * @param timestamp hybrid logical time, see {@link HybridClock}
 * @param tombstone whether this is a delete; then the value is empty
 * @param contentType media type kept with the value, or {@code ""}
 * @param value the bytes; not copied, not to be changed
 */
public record Version(
    Dot dot, long timestamp, boolean tombstone, String contentType, byte[] value) {}
