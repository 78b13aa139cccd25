package io.atoll.client;

import io.atoll.wire.Outcome;

/**
 * A write that was acknowledged as its level requires.
 *
 * @param context stands for what the writer had seen and for this write, and for nothing else: the
 *     next write of the same writer may carry it
 * @param outcome what the replicas did
 * @param epoch version of the topology that the answering node knows
 */
public record Written(Context context, Outcome outcome, long epoch) {}
