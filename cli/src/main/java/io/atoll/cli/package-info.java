/**
 * The command line of Atoll: what a person types. It parses, calls, prints and says in one line
 * what went wrong; it decides nothing about data. Commands are built with the {@link
 * io.atoll.cli.terminal.Terminal} that they may touch, so that tests run them like functions. Only
 * here is the wall clock read, a thread blocked and the process ended; node and router, which are
 * libraries to it, do none of that.
 *
 * <p>Reading order: {@link io.atoll.cli.AtollCommand}, {@code terminal} (what a command has of its
 * surroundings), {@code server} (one node, one router), then {@code dev} (a cluster on one
 * machine), {@code client} (commands that talk to a node), {@code load}, {@code bench} and {@code
 * data}. Modules above this one add commands by {@link io.atoll.cli.CommandProvider}.
 */
package io.atoll.cli;
