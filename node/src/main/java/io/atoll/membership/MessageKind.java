package io.atoll.membership;

/** What a datagram is for. The ordinal is the code on the wire. */
enum MessageKind {
  /** Asks for an ACK with the same nonce. */
  PING,
  /** Answers a PING, directly or through a helper. */
  ACK,
  /** Asks a helper to ping a target and to pass its ACK on. */
  PING_REQUEST,
  /** The helper lives, the target has not answered it in time. */
  NACK,
  /** Nothing but updates. */
  UPDATES,
  /** What the sender knows, in short lines; asks for a DELTA. */
  DIGEST,
  /** What the receiver of a digest knows better, and which nodes it wants to know more of. */
  DELTA
}
