package io.atoll.client;

/** What a request was for; a tag of the meters. */
enum Operation {
  GET,
  PUT,
  DELETE,
  UPDATE,
  /** The writing back of a value that a resolver merged. */
  WRITE_BACK
}
