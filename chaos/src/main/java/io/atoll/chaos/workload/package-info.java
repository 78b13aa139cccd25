/**
 * What clients and operators do to a cluster during a run. What they choose from is data ({@link
 * io.atoll.chaos.workload.Mix}); every choice comes from the seed.
 */
package io.atoll.chaos.workload;
