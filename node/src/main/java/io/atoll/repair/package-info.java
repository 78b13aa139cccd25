/**
 * What a node knows of its own data in order to compare it with that of others. {@link
 * io.atoll.repair.ArcSketches} keeps a {@link io.atoll.repair.sketch.Sketch} of each arc that a
 * shard holds, by the changes that the shard reports; {@link io.atoll.repair.ArcRescan} reads the
 * arcs of which something is not known. Their account, which outlives the process, is described in
 * {@code FORMAT.md}.
 *
 * <p>Invariant: the sketch of a known arc is that of what the shard holds, at any moment between
 * two tasks of its loop, and of nothing else. What can fail: reading an arc, which then stays
 * unknown and is tried again; an account of another format, which counts as none.
 *
 * <p>Reading order: {@link io.atoll.repair.ArcSketches}, {@link io.atoll.repair.ArcRescan}, {@link
 * io.atoll.repair.ArcReader}, {@code ArcAccount}. For anti-entropy; no node uses it yet.
 */
package io.atoll.repair;
