/**
 * {@code atoll data}: looks at the files of a data directory without a node, changing nothing. It
 * reads every byte that counts, says what is damaged and what it held, and prints single files for
 * a person. Damage is a result here, never a reason to stop.
 *
 * <p>Read {@link io.atoll.cli.data.DataCommand} first, then {@link
 * io.atoll.cli.data.DirectoryCheck} and {@link io.atoll.cli.data.FileDump}.
 */
package io.atoll.cli.data;
