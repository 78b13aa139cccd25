package io.atoll.repair;

import io.atoll.repair.sketch.HashTree;

/**
 * What a node holds of a keyspace, as a {@linkplain KeyspaceTree tree}, maybe beside what another
 * holds.
 *
 * @param momentMs as of when, in wall time; the same for both
 * @param arcs how many arcs are in it
 * @param notKnown how many are not, because one of the two does not know what it holds there
 * @param own of the node that was asked
 * @param theirs of the other node; null where there is none
 */
public record RepairTree(long momentMs, int arcs, int notKnown, HashTree own, HashTree theirs) {}
