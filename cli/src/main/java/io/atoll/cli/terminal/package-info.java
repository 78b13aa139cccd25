/**
 * What every command has in common: the {@link io.atoll.cli.terminal.Terminal} it may touch, the
 * user's wish to stop, how it fails and with which exit code, and tables. Knows nothing of a store.
 */
package io.atoll.cli.terminal;
