/** The commands that experiments add to {@code atoll}. */
package io.atoll.chaos.cli;
