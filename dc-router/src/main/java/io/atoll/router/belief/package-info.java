/**
 * What the router believes of the DCs and their nodes, and whom it therefore asks. Everything here
 * is a state machine or a value: time and chance are passed in, nothing is sent. Each loop of the
 * router has beliefs of its own, so nothing is shared and nothing is locked. Invariants: a request
 * is counted at a node from its choice until its one end; whoever is believed to be down gets no
 * request, and whoever is suspected gets one only when nobody else is left. Nothing here fails.
 *
 * <p>Reading order: {@link io.atoll.router.belief.Fleet}, {@link
 * io.atoll.router.belief.NodeBelief}, {@link io.atoll.router.belief.Breaker}, {@link
 * io.atoll.router.belief.DcPreference}, {@link io.atoll.router.belief.Beliefs}.
 */
package io.atoll.router.belief;
