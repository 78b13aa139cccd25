package io.atoll.server.binary;

/** What a request is for, for the meters; each item of a batch counts on its own. */
public enum Asked {
  GET,
  PUT,
  DELETE,
  VIEW,
  PING
}
