package io.atoll.server.binary;

/** Why the node closed a connection on its own, for the meters. */
public enum CloseReason {
  /** It greeted in no version that both speak. */
  VERSION,
  /** It spoke HTTP. */
  HTTP,
  /** It spoke TLS. */
  TLS,
  /** It began with nothing that is known here. */
  NOT_ATOLL,
  /** What came was no message. */
  MALFORMED,
  /** There were too many connections, or too much was held for them. */
  CROWDED,
  /** It did not read its answers. */
  NOT_READING,
  /** It did not greet, asked for nothing, or did not finish a frame. */
  IDLE
}
