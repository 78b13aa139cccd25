/**
 * What a node is told before it starts: read from a YAML file, {@code ATOLL_*} variables and flags,
 * in rising order, checked as a whole, every mistake reported at once with its place.
 *
 * <p>Reading order: {@link io.atoll.node.config.NodeConfig}, {@link
 * io.atoll.node.config.NodeConfigSettings}, {@link io.atoll.node.config.NodeConfigReader}.
 */
package io.atoll.node.config;
