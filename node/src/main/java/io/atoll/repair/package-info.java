/**
 * What a node knows of its own data in order to compare it with that of others. {@link
 * io.atoll.repair.ArcSketches} keeps a {@link io.atoll.repair.sketch.Sketch} of each arc that a
 * shard holds, by the changes that the shard reports; {@link io.atoll.repair.ArcRescan} reads the
 * arcs of which something is not known; {@code RecentChanges} keeps apart what has changed of late,
 * so that sketches can be told as of a moment. A {@link io.atoll.repair.Comparison} asks both sides
 * the same {@link io.atoll.repair.SketchQuestion}s about their {@link io.atoll.repair.CommonArcs}
 * and finds out what differs. {@link io.atoll.repair.ExchangeQuestion} and {@link
 * io.atoll.repair.ExchangeAnswer} then bring both sides the states that they lack, by {@link
 * io.atoll.repair.KeyRule}; {@link io.atoll.repair.RepairTurns} says with whom it is done next, and
 * {@link io.atoll.repair.RepairRuns} what a person wants done. Account, questions and answers are
 * described in {@code FORMAT.md}.
 *
 * <p>Invariant: the sketch of a known arc is that of what the shard holds, at any moment between
 * two tasks of its loop, and of nothing else. What can fail: reading an arc, which then stays
 * unknown and is tried again; an account of another format, which counts as none.
 *
 * <p>Reading order: {@link io.atoll.repair.ArcSketches}, {@link io.atoll.repair.ArcRescan}, {@link
 * io.atoll.repair.ArcReader}, {@code ArcAccount}; {@link io.atoll.repair.CommonArcs}, {@link
 * io.atoll.repair.Basis}, {@link io.atoll.repair.SketchQuestion}, {@link
 * io.atoll.repair.SketchAnswer}, {@link io.atoll.repair.Comparison}, {@link
 * io.atoll.repair.TreeReading}, {@code Attempts}, {@code Ladder}, {@code Narrowing}, {@code
 * DenseArcs}, {@link io.atoll.repair.RepairProtocol}; {@link io.atoll.repair.KeySummary}, {@link
 * io.atoll.repair.KeyRule}, {@link io.atoll.repair.ExchangeQuestion}; {@link
 * io.atoll.repair.RepairTurns}, {@link io.atoll.repair.RepairControl}. {@code
 * io.atoll.service.AntiEntropy} puts it all on storage and peers.
 */
package io.atoll.repair;
