/**
 * What a server asks of the process that it runs in.
 *
 * <p>Reading order: {@link io.atoll.platform.process.Descriptors}.
 */
package io.atoll.platform.process;
