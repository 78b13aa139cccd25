/**
 * What a request may cost and what may be done for it: pure rules and buckets, with time passed in.
 * {@link io.atoll.router.policy.Repetition} says what may be tried again, {@link
 * io.atoll.resilience.RetryBudget} how often, {@link io.atoll.router.policy.TimeoutBudget} until
 * when, {@link io.atoll.router.policy.RateLimiter} for whom. Invariant: a write that may have taken
 * effect is never sent again. Nothing here fails. Read them in that order.
 */
package io.atoll.router.policy;
