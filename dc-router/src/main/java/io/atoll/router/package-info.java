/**
 * One address in front of all DCs: an HTTP reverse proxy that serves the API of a node by passing
 * requests and answers through, to the nearest DC that can serve, and to another when that fails.
 *
 * <p>Reading order: {@code proxy} for what happens to a request, {@code policy} for what may be
 * done for it, {@code health} for where it is sent, {@code config} for its configuration. {@code
 * health} and {@code policy} know no network; nothing here knows the node's module.
 */
package io.atoll.router;
