package io.atoll.synod;

/**
 * A value that an acceptor accepted, and at which ballot.
 *
 * @param value never changed after it was handed over
 */
public record Vote<V>(Ballot ballot, V value) {}
