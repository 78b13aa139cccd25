/**
 * The health of the DCs and their nodes as the router sees it, and which of them it therefore asks.
 * Everything here is a state machine or a value: time and chance are passed in, nothing is sent.
 * Each loop of the router has a load balancer of its own, so nothing is shared and nothing is
 * locked. Invariants: a request is counted at a node from its choice until its one end; a node
 * considered down gets no request, and a suspected one only when no other is left. Nothing here
 * fails.
 *
 * <p>Reading order: {@link io.atoll.router.health.Upstreams}, {@link
 * io.atoll.router.health.NodeHealth}, {@link io.atoll.router.health.Breaker}, {@link
 * io.atoll.router.health.DcPreference}, {@link io.atoll.router.health.LoadBalancer}.
 */
package io.atoll.router.health;
