/**
 * The command line of Atoll: what a person types. It parses, calls, prints and says in one line
 * what went wrong; it decides nothing about data. Commands are built with the {@link
 * io.atoll.node.cli.Terminal} that they may touch, so that tests run them like functions. This is
 * the one place outside the runtime that may read the wall clock, block and end the process.
 *
 * <p>Reading order: {@link io.atoll.node.cli.AtollCommand}, {@link io.atoll.node.cli.NodeCommand},
 * then the packages {@code dev} (a cluster on one machine), {@code client} (commands that talk to a
 * node), {@code load} and {@code bench}. Modules above this one add commands by {@link
 * io.atoll.node.cli.CommandProvider}.
 */
package io.atoll.node.cli;
