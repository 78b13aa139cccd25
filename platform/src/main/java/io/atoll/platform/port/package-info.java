/**
 * What the ports for clients have in common: how one is found free before it is opened, and what a
 * person is told when it is not.
 *
 * <p>Reading order: {@link io.atoll.platform.port.FreePort}, {@link
 * io.atoll.platform.port.ListenFailedException}.
 */
package io.atoll.platform.port;
