package io.atoll.membership;

/**
 * What can be claimed of a node at one (generation, incarnation), in rising order: of two claims
 * for the same pair the higher one wins. The ordinal is the code on the wire.
 */
enum Status {
  ALIVE(MemberState.ALIVE),
  SUSPECT(MemberState.SUSPECT),
  DOWN(MemberState.DOWN),
  /** Said by the node itself, so it counts at once. */
  LEFT(MemberState.DOWN);

  private static final Status[] BY_CODE = values();

  final MemberState state;

  Status(MemberState state) {
    this.state = state;
  }

  /** The status of a two-bit code. */
  static Status of(int code) {
    return BY_CODE[code & 3];
  }
}
