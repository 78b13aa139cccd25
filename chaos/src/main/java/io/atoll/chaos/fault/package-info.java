/**
 * What goes wrong in a run. A fault is a record in a file of its own, which carries out its own
 * begin and end; {@link io.atoll.chaos.fault.Faults} lists all of them and how likely each is; a
 * {@link io.atoll.chaos.fault.FaultPlan} says which of them strike, when and for how long, chosen
 * by seed; the {@link io.atoll.chaos.fault.Nemesis} follows it.
 *
 * <p>A newcomer writes one file, with a static {@code choose}, and its line in the catalogue.
 */
package io.atoll.chaos.fault;
