/**
 * How clients, routers and nodes behave when others are slow or gone: how often a request may be
 * sent again ({@link io.atoll.resilience.RetryBudget}), after what pause ({@link
 * io.atoll.resilience.Backoff}), and what is normal for a place ({@link
 * io.atoll.resilience.LatencyHistogram}, {@link io.atoll.resilience.DecayingMean}). And when they
 * ask for more than there is memory for ({@link io.atoll.resilience.ByteBudget}). Each stands here
 * once; what its users want otherwise is a parameter. Time and chance are passed in, nothing is
 * locked, nothing fails, and it knows the JDK only.
 */
package io.atoll.resilience;
