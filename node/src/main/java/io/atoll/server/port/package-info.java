/**
 * What the ports for clients have in common: how one is found free before it is opened, and what a
 * person is told when it is not.
 *
 * <p>Reading order: {@link io.atoll.server.port.FreePort}, {@link
 * io.atoll.server.port.ListenFailedException}.
 */
package io.atoll.server.port;
