package io.atoll.client;

import java.util.Optional;

/**
 * The result of an update.
 *
 * @param before what was read, merged; empty if there was nothing
 * @param after what the key holds now; empty if nothing
 * @param written whether anything was written; nothing is if nothing would have changed
 * @param context of the write, or of the read where nothing was written
 * @param attempts how many times the key was read, and the function called
 */
public record Updated<V>(
    Optional<V> before, Optional<V> after, boolean written, Context context, int attempts) {}
