/**
 * The composition root: puts a node together from its parts, once, for service and simulation
 * alike, and reads its configuration.
 *
 * <p>{@link io.atoll.node.Node} is the whole node behind the doors of {@code io.atoll.env}, made of
 * the services of {@code io.atoll.service}; {@link io.atoll.node.NodeServer} gives it real doors
 * and HTTP in front.
 */
package io.atoll.node;
