package io.atoll.server.binary;

/** What a request is for, for the meters; each item of a batch counts by itself. */
public enum Asked {
  GET,
  PUT,
  DELETE,
  VIEW,
  PING
}
