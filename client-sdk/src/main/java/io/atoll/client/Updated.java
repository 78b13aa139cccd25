package io.atoll.client;

import java.util.Optional;

/**
 * What came of an update.
 *
 * @param before what was read, merged; empty if there was nothing
 * @param after what stands now; empty if there is nothing
 * @param written whether anything was written: nothing is where nothing would have changed
 * @param context of the write, or of the read where nothing was written
 * @param attempts how many times the key was read, and the function called
 */
public record Updated<V>(
    Optional<V> before, Optional<V> after, boolean written, Context context, int attempts) {}
