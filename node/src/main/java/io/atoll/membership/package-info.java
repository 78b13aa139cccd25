/**
 * Which members are alive, as each node sees it: gossip and failure detection over datagrams, and
 * who answers requests over links; with that, whose clock is off. It decides liveness only; who the
 * members are comes from the topology. A pure state machine without clock and I/O, driven from loop
 * 0. Invariants: a standing (generation, incarnation, status) never goes back; only a node itself
 * raises its generation and incarnation; nothing that is not authenticated changes anything but a
 * counter. What can fail: a node that really cannot answer in time is considered DOWN although it
 * lives, until it is heard again.
 *
 * <p>Reading order: {@link io.atoll.membership.Gossip}, {@code FailureDetector}, {@code Suspicion},
 * {@code Refutation}, {@code Prober}, {@code IndirectProbes}, {@code Reconnector}, {@code
 * DigestExchange}, {@code BroadcastQueue}, {@code AwakeClock}; {@link
 * io.atoll.membership.AnswerDetector}, {@link io.atoll.membership.Answering}; {@link
 * io.atoll.membership.ClockOffsets}, {@link io.atoll.membership.ClockWatch}; then the bytes: {@code
 * FORMAT.md}, {@code Outbox}, {@code DatagramReader}, {@link io.atoll.membership.HmacSeal}, {@code
 * ReplayWindow}.
 */
package io.atoll.membership;
