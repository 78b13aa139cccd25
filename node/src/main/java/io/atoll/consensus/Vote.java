package io.atoll.consensus;

/**
 * A value that an acceptor accepted, and at which ballot.
 *
 * @param value never changed after it was handed over
 */
public record Vote(Ballot ballot, byte[] value) {}
