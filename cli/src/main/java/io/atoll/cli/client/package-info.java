/**
 * Commands that talk HTTP to a node: one call, one answer, printed for a person or a program. They
 * find a node by {@code --url}, by {@code ATOLL_URL}, or in the cluster file of {@code atoll dev},
 * and go on to the next address while one refuses connections. A request that may have been carried
 * out is never sent twice.
 *
 * <p>Reading order: {@link io.atoll.cli.client.NodeHttp}, {@link io.atoll.cli.client.NodeOptions},
 * then any command.
 */
package io.atoll.cli.client;
