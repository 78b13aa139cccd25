package io.atoll.chaos.session;

/** What the user of a session may do next. */
enum SessionAction {
  /** Reads a key, siblings as they are. */
  GET,
  /** Reads a key, merges siblings, and lets the client write the result back. */
  GET_MERGING,
  /** Puts. */
  PUT,
  /** Deletes. */
  DELETE,
  /** Adds its mark to what is there, and at times deletes that instead. */
  UPDATE,
  /** Reads several keys together. */
  GET_ALL,
  /** Puts several keys together. */
  PUT_ALL,
  /** Deletes several keys together. */
  DELETE_ALL,
  /** Does several things to one key at the same time. */
  BURST
}
