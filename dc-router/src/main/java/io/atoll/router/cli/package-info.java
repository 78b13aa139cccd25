/**
 * {@code atoll router}, and the router of {@code atoll dev}: what is found by the command line of
 * the node's module through {@link java.util.ServiceLoader}, because arrows point from here to
 * there. Nothing is decided here. What can fail: the configuration and the start, each said in
 * lines that name the place.
 */
package io.atoll.router.cli;
