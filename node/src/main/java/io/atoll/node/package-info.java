/**
 * The composition root: puts a node together from its parts, once, for production and simulation
 * alike, and reads its configuration.
 *
 * <p>{@link io.atoll.node.Node} is the whole node on the interfaces of {@code io.atoll.env}, made
 * of the services of {@code io.atoll.service}; {@link io.atoll.node.NodeServer} gives it the real
 * ones, and HTTP and the client protocol in front.
 */
package io.atoll.node;
