package io.atoll.membership;

/**
 * What can be claimed of a node at one (generation, incarnation), in rising order: of two claims
 * for the same pair the higher one stands. The ordinal is the code on the wire.
 */
enum Status {
  ALIVE(Liveness.ALIVE),
  SUSPECT(Liveness.SUSPECT),
  DOWN(Liveness.DOWN),
  /** Said by the node itself, so believed at once. */
  LEFT(Liveness.DOWN);

  private static final Status[] BY_CODE = values();

  final Liveness liveness;

  Status(Liveness liveness) {
    this.liveness = liveness;
  }

  /** The status of a two-bit code. */
  static Status of(int code) {
    return BY_CODE[code & 3];
  }
}
