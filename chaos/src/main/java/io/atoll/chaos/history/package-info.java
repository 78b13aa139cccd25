/**
 * What was asked and answered in a run: the evidence that checkers judge. Plain data, without a
 * clock or a network.
 */
package io.atoll.chaos.history;
