package io.atoll.ring;

/** Who owns which arc: partition → ordered members, per DC. Immutable. */
public final class Claim {}
