/**
 * What is observed while a run goes on, past the nodes' own account of it: what is durable on which
 * disk ({@link io.atoll.chaos.watch.Ledger}), what each answer claimed at the moment when it was
 * given, what each node found when it started again, how full its queues were, who could do their
 * work and talk to each other ({@link io.atoll.chaos.watch.Health}).
 */
package io.atoll.chaos.watch;
