/** Experiments with faults. */
package io.atoll.chaos;
