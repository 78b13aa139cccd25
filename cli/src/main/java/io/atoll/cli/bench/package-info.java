/**
 * {@code atoll bench}: a load of a chosen kind on a cluster, and what came of it in numbers. It is
 * a plain client that sends nothing twice, so that what it counts is what the cluster did. It takes
 * little for itself, because it often shares the processors with what it measures: one thread sends
 * and receives, another wakes it by the schedule, and the calling one watches.
 *
 * <p>Reading order: {@link io.atoll.cli.bench.BenchCommand}, {@link io.atoll.cli.bench.BenchRun},
 * the package {@code engine}, {@link io.atoll.cli.bench.HttpTarget}, {@link
 * io.atoll.cli.bench.BenchReport}.
 */
package io.atoll.cli.bench;
