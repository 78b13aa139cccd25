/**
 * The configuration of a router: {@link io.atoll.router.config.RouterConfig}, the settings it is
 * made of ({@link io.atoll.router.config.RouterSettings}), and how it is read from a file,
 * variables and flags ({@link io.atoll.router.config.RouterConfigReader}). A configuration that was
 * read is whole and within its bounds; otherwise it is refused with every mistake and its place.
 */
package io.atoll.router.config;
